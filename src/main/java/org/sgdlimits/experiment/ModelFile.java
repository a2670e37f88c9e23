package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.Clock;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Reads a model file: JSON with comments and trailing commas, checked key by key; {@code docs/model-file.schema.json} describes
 * it.
 *
 * <p>Every error is {@code FILE: KEY.PATH: expected …, got ….}, and an unknown key is one.
 */
public final class ModelFile {

    static final List<String> KEYS =
            List.of("$schema", "name", "description", "model", "training", "start", "run", "exit");

    private ModelFile() {}

    /**
     * Reads a model file's text.
     *
     * @param file its name, for messages; without its ending also the default of {@code name}
     * @param settings options that override keys
     * @throws UserError if a key is unknown, missing, or of a wrong type or value
     */
    public static Experiment read(String file, String text, List<Setting> settings) {
        if (!(Json.parse(file, text) instanceof ObjectNode root)) {
            throw new UserError(file + ": expected an object {…} with the keys \"model\", \"training\", \"start\" and"
                    + " \"run\"");
        }
        if (root.has("grid") && !root.has("training")) {
            throw new UserError(file + ": expected a model file, got a sweep file. Run `sgdlimits sweep " + file + "`");
        }
        settings.forEach(setting -> setting.apply(root));
        return read(new Source(file, settings), root);
    }

    static Experiment read(Source source, ObjectNode root) {
        Fields file = new Fields(source, "", root).only(KEYS);
        String name = name(file, source.file());
        file.text("description", "");
        Network network = NetworkSection.read(file.object("model"));
        Fields training = file.object("training");
        TrainingRule rule = TrainingSection.read(training, network.trainsSecondLayer());
        Optional<Continuation<Network>> next = TrainingSection.continuation(training, file.object("model"), network);
        Start start = StartSection.read(file.objectOrEmpty("start"), network.students(), network.teachers());
        Fields run = file.object("run").only(RunSection.KEYS);
        Problem<Network> problem = source.build(
                "",
                () -> new Problem<>(network, rule, RunSection.dimension(run), start, RunSection.horizon(run), next));
        // refuses a flow time that a decaying learning rate never reaches
        source.build("run.horizon", () -> Clock.of(problem).tau(problem.horizon()));
        RunSettings settings = RunSection.settings(run, RunSettings.defaults());
        next.ifPresent(then -> requireObserved(training.object("then"), then.observable(), problem, settings));
        List<Method<?>> methods = Methods.read(run, Methods.defaults(problem), problem);
        Optional<ExitPlan> exit =
                file.has("exit") ? Optional.of(ExitSection.read(file.object("exit"))) : Optional.empty();
        return new Experiment(name, source.file(), problem, settings, methods, exit, Optional.empty(), statement(root));
    }

    private static void requireObserved(
            Fields then, String observable, Problem<Network> problem, RunSettings settings) {
        List<String> known = then.source().build("", () -> StepLaw.of(problem.lastStage())
                .observing(settings.observing())
                .observables());
        if (!known.contains(observable)) {
            throw then.error(
                    "observable",
                    "expected an observable, got \"" + observable + "\". " + Suggestions.hint(observable, known));
        }
    }

    private static ObjectNode statement(ObjectNode root) {
        ObjectNode statement = Json.object();
        statement.set("modelFile", root);
        return statement;
    }

    static String name(Fields file, String path) {
        String name = file.text("name", stem(path));
        if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*")) {
            throw file.error(
                    "name",
                    "expected letters, digits, \".\", \"_\" and \"-\", as it names a folder, got \"" + name + "\"");
        }
        return name;
    }

    /** A file's name without folders and ending. */
    static String stem(String path) {
        String file = String.valueOf(Path.of(path).getFileName());
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
