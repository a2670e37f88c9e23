package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DesignMatrix;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.leastsquares.RowRisk;
import org.sgdlimits.method.Clock;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Continuation;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.ObjectiveModel;
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

    private static final List<String> MODEL_KINDS = List.of("network", "objective", "data");

    static final List<String> DATA_MODEL_KEYS = List.of("kind", "data", "risks", "spectrum");

    /** The keys of every kind of model, so that a misspelt one is found before the kind is known. */
    private static final List<String> MODEL_KEYS = Stream.of(
                    NetworkSection.KEYS, NetworkSection.allOf(ObjectiveSection.KEYS), DATA_MODEL_KEYS)
            .flatMap(List::stream)
            .distinct()
            .toList();

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
        Fields model = file.object("model");
        model.only(MODEL_KEYS);
        String kind = model.choice("kind", MODEL_KINDS, null);
        return switch (kind) {
            case "network" -> ofNetwork(name, file, model, root);
            case "objective" -> ofObjective(name, file, ObjectiveSection.read(model), root);
            default -> ofData(name, file, model.only(DATA_MODEL_KEYS), root);
        };
    }

    private static Experiment ofData(String name, Fields file, Fields model, ObjectNode root) {
        if (file.has("exit")) {
            throw file.error("exit", "expected none, as exit times are those of a law of one step. Leave it out");
        }
        Source source = file.source();
        Fields run = file.object("run").only(RunSection.DATA_KEYS);
        RunSettings settings = RunSection.settings(run, RunSettings.defaults());
        DataSection.Data data = DataSection.read(model.object("data"), settings.seed());
        Fields training = file.object("training");
        DesignMatrix design = data.train().design();
        if (design.squaredNorm() == 0) {
            throw model.error("data", "expected rows with an entry that is not zero, got zeros only");
        }
        BatchRule rule = DataTrainingSection.read(training, design);
        double epochs = RunSection.epochs(run, design.rows(), rule.batch());
        double[] start = StartSection.ofData(file.objectOrEmpty("start"), design.columns(), settings.seed());
        List<RowRisk> risks = RiskSection.read(model, data);
        LeastSquaresProblem problem = source.build("", () -> new LeastSquaresProblem(
                        data.train(), risks, DataTrainingSection.ridge(training), start, rule, epochs)
                .requireUpdate());
        ModesOnce spectrum = new ModesOnce(SpectrumSection.read(model.objectOrEmpty("spectrum"), settings.seed()));
        return new Experiment(
                name,
                source.file(),
                new DataTask(
                        problem,
                        data.origin(),
                        DataMethods.read(run, DataMethods.DEFAULTS, problem, spectrum),
                        spectrum),
                settings,
                Optional.empty(),
                Optional.empty(),
                statement(root));
    }

    private static Experiment ofNetwork(String name, Fields file, Fields model, ObjectNode root) {
        Network network = NetworkSection.read(model);
        Fields training = file.object("training");
        TrainingRule rule = TrainingSection.read(training, network.trainsSecondLayer());
        return of(name, file, network, rule, TrainingSection.continuation(training, model, network), root);
    }

    private static Experiment ofObjective(String name, Fields file, ObjectiveModel model, ObjectNode root) {
        Fields training = file.object("training");
        if (training.has("then")) {
            throw training.error(
                    "then",
                    "expected none, as a run goes on with another loss of a network, and an objective has its own."
                            + " Leave it out, or give learningRate a schedule");
        }
        return of(name, file, model, TrainingSection.read(training, false), Optional.empty(), root);
    }

    private static <M extends FieldModel> Experiment of(
            String name, Fields file, M model, TrainingRule rule, Optional<Continuation<M>> next, ObjectNode root) {
        Source source = file.source();
        Start start = StartSection.read(file.objectOrEmpty("start"), model.students(), model.teachers());
        Fields run = file.object("run").only(RunSection.KEYS);
        Problem<M> problem = source.build(
                "", () -> new Problem<>(model, rule, RunSection.dimension(run), start, RunSection.horizon(run), next));
        // refuses a flow time that a decaying learning rate never reaches
        source.build("run.horizon", () -> Clock.of(problem).tau(problem.horizon()));
        RunSettings settings = RunSection.settings(run, RunSettings.defaults());
        next.ifPresent(
                then -> requireObserved(file.object("training").object("then"), then.observable(), problem, settings));
        List<Method<?>> methods = Methods.read(run, Methods.defaults(problem), problem);
        Optional<ExitPlan> exit =
                file.has("exit") ? Optional.of(ExitSection.read(file.object("exit"))) : Optional.empty();
        return new Experiment(
                name,
                source.file(),
                new ModelTask(problem, methods),
                settings,
                exit,
                Optional.empty(),
                statement(root));
    }

    private static void requireObserved(
            Fields then, String observable, Problem<? extends FieldModel> problem, RunSettings settings) {
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
