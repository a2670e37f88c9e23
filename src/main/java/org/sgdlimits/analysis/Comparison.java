package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sgdlimits.leastsquares.LeastSquaresMethod;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.leastsquares.SpectrumMethod;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Model;
import org.sgdlimits.model.Problem;

/**
 * One problem solved by several methods and held against SGD: raw SGD where it was run, else reduced SGD, which has the same
 * law. A single run of SGD has no standard error and nothing is held against it. Immutable.
 */
public final class Comparison {

    private static final List<String> REFERENCES = List.of("sgd", "reduced");

    private final Task task;
    private final RunSettings settings;
    private final List<Trajectory> trajectories;
    private final List<Timing> timings;
    private final List<Verdict> verdicts;
    private final LateTimes lateTimes;

    /** The methods that draw nothing beyond the start. */
    static final List<String> DETERMINISTIC = List.of("ode", "map", "meanfield", "resolvent", "volterra");

    /** How long a method took, in seconds of wall-clock time. */
    public record Timing(String method, double seconds) {}

    private Comparison(
            Task task,
            RunSettings settings,
            List<Trajectory> trajectories,
            List<Timing> timings,
            List<Verdict> verdicts) {
        this.task = task;
        this.settings = settings;
        this.trajectories = List.copyOf(trajectories);
        this.timings = List.copyOf(timings);
        this.verdicts = List.copyOf(verdicts);
        lateTimes = LateTimes.of(trajectories, settings);
    }

    /** Compares with {@link RunSettings#defaults()}. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <M extends Model> Comparison of(Problem<M> problem, Method<? super M>... methods) {
        return of(problem, RunSettings.defaults(), methods);
    }

    /** Compares; methods that need more than the model gives do not compile. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <M extends Model> Comparison of(
            Problem<M> problem, RunSettings settings, Method<? super M>... methods) {
        return run(problem, settings, List.of(methods));
    }

    /** Compares methods for least squares on data, with {@link RunSettings#defaults()}. */
    public static Comparison of(LeastSquaresProblem problem, LeastSquaresMethod... methods) {
        return of(problem, RunSettings.defaults(), methods);
    }

    /** Compares methods for least squares on data. */
    public static Comparison of(LeastSquaresProblem problem, RunSettings settings, LeastSquaresMethod... methods) {
        return run(
                new DataTask(
                        problem,
                        "rows given in Java",
                        List.of(methods),
                        new ModesOnce(SpectrumMethod.automatic(settings.seed()))),
                settings);
    }

    /**
     * Compares methods that are known at run time only.
     *
     * @throws IllegalArgumentException if a method needs more than the model gives
     */
    public static Comparison run(Problem<?> problem, RunSettings settings, List<? extends Method<?>> methods) {
        return run(new ModelTask(problem, List.copyOf(methods)), settings);
    }

    /** Compares the methods of a task. */
    public static Comparison run(Task task, RunSettings settings) {
        double[] grid = task.grid(settings);
        List<Trajectory> all = new ArrayList<>();
        List<Trajectory> reported = new ArrayList<>();
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < task.methods().size(); i++) {
            long start = System.nanoTime();
            Trajectory trajectory = task.solve(i, settings, PathListener.none());
            timings.add(new Timing(trajectory.method(), (System.nanoTime() - start) * 1e-9));
            all.add(trajectory);
            reported.add(task.isContinuous(i) ? trajectory.at(grid) : trajectory);
        }
        return new Comparison(task, settings, reported, timings, judge(task, task.stepTimes(settings), all));
    }

    /**
     * Whether a method can solve a problem, as far as that is known before anything is computed.
     *
     * @throws IllegalArgumentException if it needs more than the model or the rule gives, or its limit does not cover the problem
     */
    public static void requireApplicable(Problem<?> problem, Method<?> method) {
        if (!method.needs().isInstance(problem.model())) {
            throw new IllegalArgumentException("run.methods: the method \"" + method.name() + "\" needs a "
                    + method.needs().getSimpleName() + ", which "
                    + problem.model().getClass().getSimpleName()
                    + " is not; leave the method out, or let the model implement that interface");
        }
        requireAdmitted(problem, method);
    }

    @SuppressWarnings("unchecked")
    private static <M extends Model> void requireAdmitted(Problem<?> problem, Method<M> method) {
        method.requireAdmitted((Problem<? extends M>) problem);
    }

    /**
     * Solves a problem by a method that is known at run time only.
     *
     * @throws IllegalArgumentException if the method needs more than the model gives
     */
    public static Trajectory solve(Method<?> method, Problem<?> problem, RunSettings settings, PathListener listener) {
        requireApplicable(problem, method);
        return solveApplicable(method, problem, settings, listener);
    }

    @SuppressWarnings("unchecked")
    private static <M extends Model> Trajectory solveApplicable(
            Method<M> method, Problem<?> problem, RunSettings settings, PathListener listener) {
        return method.solve((Problem<? extends M>) problem, settings, listener);
    }

    private static List<Verdict> judge(Task task, double[] stepTimes, List<Trajectory> trajectories) {
        OptionalInt reference = referenceAmong(trajectories);
        if (reference.isEmpty() || trajectories.get(reference.getAsInt()).replicas() == 1) {
            return List.of();
        }
        Trajectory sgd = trajectories.get(reference.getAsInt()).at(stepTimes);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < trajectories.size(); i++) {
            if (i != reference.getAsInt()) {
                verdicts.add(Judgement.of(sgd, trajectories.get(i).at(stepTimes), task));
            }
        }
        return verdicts;
    }

    /** The place of raw SGD, else of reduced SGD. */
    private static OptionalInt referenceAmong(List<Trajectory> trajectories) {
        return REFERENCES.stream()
                .flatMapToInt(name -> IntStream.range(0, trajectories.size())
                        .filter(i -> trajectories.get(i).method().equals(name)))
                .findFirst();
    }

    /** What was solved. */
    public Task task() {
        return task;
    }

    /** How it was run. */
    public RunSettings settings() {
        return settings;
    }

    /** One trajectory a method, in the order asked for: continuous methods at the grid's times, step methods at whole steps. */
    public List<Trajectory> trajectories() {
        return trajectories;
    }

    /** Wall-clock times. */
    public List<Timing> timings() {
        return timings;
    }

    /** What the methods are held against, if it was run: {@code sgd}, else {@code reduced}. */
    public Optional<String> reference() {
        OptionalInt reference = referenceAmong(trajectories);
        return reference.isPresent()
                ? Optional.of(trajectories.get(reference.getAsInt()).method())
                : Optional.empty();
    }

    /** One verdict a method other than the reference; none without a reference of at least two runs. */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /** What the deterministic methods say of late times; nothing unless the times are log-spaced. */
    public LateTimes lateTimes() {
        return lateTimes;
    }

    /** The worst of the verdicts; {@link Grade#AGREES} where there is none. */
    public Grade grade() {
        return verdicts.stream().map(Verdict::grade).max(Grade::compareTo).orElse(Grade.AGREES);
    }

    /** The comparison in one sentence. */
    public String sentence() {
        Optional<Trajectory> failed =
                trajectories.stream().filter(t -> !t.outcome().isCompleted()).findFirst();
        if (failed.isPresent()) {
            return Judgement.spoken(failed.get().method(), true) + " did not reach the horizon: "
                    + failed.get().outcome().message() + ".";
        }
        if (verdicts.isEmpty()) {
            return trajectories.size() > 1 && reference().isPresent()
                    ? "No verdict: a single run of SGD has no standard error; set run.replicas to 2 or more."
                    : "No verdict: nothing was held against SGD.";
        }
        Verdict worst = verdicts.stream()
                .max(Comparator.comparing(Verdict::grade)
                        .thenComparingDouble(v -> v.worst().standardErrors()))
                .orElseThrow();
        if (grade() != Grade.AGREES || verdicts.size() == 1) {
            return worst.sentence();
        }
        return String.format(
                Locale.ROOT,
                "All %d methods agree with %s: the largest of %d gaps is %.1f standard errors, and %.1f would be significant.",
                verdicts.size(),
                Judgement.spoken(trajectories.get(referenceAmong(trajectories).orElseThrow()), false),
                verdicts.stream().mapToInt(Verdict::looks).sum(),
                worst.worst().standardErrors(),
                worst.significant());
    }

    /**
     * The gap between the means of a method and of the reference at one time, in standard errors of the difference, signed.
     */
    public static double signedGap(Trajectory.Summary method, Trajectory.Summary reference) {
        return Math.signum(method.mean() - reference.mean()) * Judgement.inStandardErrors(method, reference);
    }

    /** Whether every method reached the horizon. */
    public boolean isCompleted() {
        return trajectories.stream().allMatch(t -> t.outcome().isCompleted());
    }
}
