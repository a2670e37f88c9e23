package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.DataTheory;
import org.sgdlimits.analysis.DataWarning;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.Inspection;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.analysis.Task;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Problem;

/**
 * A problem, the methods that are to solve it, and all that is needed to state it again.
 *
 * @param name of the run folder
 * @param file that states it, for messages
 * @param task what is to be solved, and by what
 * @param settings how
 * @param exit what exit times are asked for, if any
 * @param sweep the grid of experiments, of which the problem is the first, where the file states one
 * @param statement how the manifest states it: {@code modelFile} with the model file, every default filled in, or
 *     {@code javaModel} with the Java source and what was set of its run
 */
public record Experiment(
        String name,
        String file,
        Task task,
        RunSettings settings,
        Optional<ExitPlan> exit,
        Optional<Sweep> sweep,
        ObjectNode statement) {

    /**
     * The problem, of a model with a law of one step.
     *
     * @throws UserError if the model is a data matrix
     */
    public Problem<?> problem() {
        return model().problem();
    }

    /**
     * The methods that solve it.
     *
     * @throws UserError if the model is a data matrix
     */
    public List<Method<?>> methods() {
        return model().solvers();
    }

    private ModelTask model() {
        if (task instanceof ModelTask model) {
            return model;
        }
        throw new UserError(
                file + ": model.kind: expected \"network\" or \"objective\", as this needs the law of one step,"
                        + " got \"data\". What there is for data: compare, solve and inspect");
    }

    /**
     * Reads a model file, or compiles a Java model where the name ends in {@code .java}.
     *
     * @param settings options that override keys
     * @throws UserError if it cannot be read
     */
    public static Experiment read(Path file, List<Setting> settings) {
        String text = ModelText.read(file);
        return isJava(file.toString())
                ? JavaModel.read(file.toString(), text, settings)
                : ModelFile.read(file.toString(), text, settings);
    }

    static boolean isJava(String file) {
        return file.endsWith(".java");
    }

    /** The same experiment on another number of threads. */
    public Experiment withThreads(int threads) {
        return new Experiment(
                name,
                file,
                task,
                settings.withThreads(threads),
                exit,
                sweep.map(grid -> grid.withThreads(threads)),
                statement);
    }

    /** The same experiment with another seed, which is not the file's: of a point of a sweep. */
    Experiment withSeed(long seed) {
        return new Experiment(name, file, task, settings.withSeed(seed), exit, sweep, statement);
    }

    /** The sweep whose first point this is. */
    Experiment sweep(String sweepName, String sweepFile, Sweep grid, ObjectNode sweepStatement) {
        return new Experiment(sweepName, sweepFile, task, settings, exit, Optional.of(grid), sweepStatement);
    }

    /**
     * Measures the points of a sweep.
     *
     * @param target the run folder beside which finished points are kept until {@link #forget}; empty to keep none
     * @param progress told of finished points
     */
    public SweepStudy runSweep(Optional<Path> target, RunSettings.Progress progress) {
        return SweepRun.run(sweep.orElseThrow(), settings.threads(), target.map(SweepJournal::beside), progress);
    }

    /** Removes the finished points that a sweep kept beside its run folder. */
    public static void forget(Path target) throws IOException {
        SweepJournal.beside(target).remove();
    }

    /**
     * Solves the problem by every method and holds them against each other.
     *
     * @param progress told of finished replicas
     * @throws UserError if a method refuses the problem
     */
    public Comparison run(RunSettings.Progress progress) {
        return keyed(() -> Comparison.run(task, settings.withProgress(progress)));
    }

    /**
     * What is derived from the problem.
     *
     * @param samples raw steps to hold the law of one step against; 0 for none
     * @throws UserError if the problem does not admit it
     */
    public Inspection inspect(int samples) {
        return keyed(() -> Inspection.of(problem(), settings, samples));
    }

    /**
     * Finds the modes of a data matrix, which all else waits for; nothing for other models.
     *
     * @param progress told how far it is
     * @throws UserError if the problem does not admit the way that the file asks for
     */
    public void findModes(RunSettings.Progress progress) {
        if (task instanceof DataTask data) {
            keyed(() -> data.findModes(settings.withProgress(progress)));
        }
    }

    /**
     * What theory says of the data before a step is run.
     *
     * @return empty for models that are no data matrix
     */
    public Optional<DataTheory> theory() {
        return task instanceof DataTask data ? Optional.of(keyed(() -> DataTheory.of(data))) : Optional.empty();
    }

    /** What theory says against running the experiment as it is stated, if anything. */
    public Optional<String> warning() {
        return task instanceof DataTask data ? keyed(() -> DataWarning.of(data)) : Optional.empty();
    }

    /**
     * Measures the exit times that are asked for.
     *
     * @param progress told of finished replicas
     * @throws UserError if none are asked for, or the problem does not admit them
     */
    public ExitStudy runExit(RunSettings.Progress progress) {
        Problem<?> problem = problem();
        ExitPlan plan = exit.orElseThrow(() -> new UserError(file + ": exit: expected "
                + (isJava(file) ? "public static ExitPlan exit()" : "an object such as " + ExitSection.EXAMPLE)
                + " that says when a run has exited, found none"));
        return keyed(() -> ExitStudy.run(problem, settings.withProgress(progress), plan, methods()));
    }

    private <T> T keyed(Supplier<T> run) {
        try {
            return run.get();
        } catch (IllegalArgumentException refused) {
            throw new Source(file, List.of()).keyedError(refused).orElseThrow(() -> refused);
        }
    }
}
