package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.NoisyLimitDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.SampledModel;
import org.sgdlimits.model.Start;

/**
 * The law of one step held against sampled raw SGD steps, entry by entry: mean and covariance of the change of (θ, M, Q), M and Q in
 * the metric of K.
 *
 * <p>For a field model the law is taken at finite d and batch, which is what a sampled step has; statistics of one's own are
 * taken at their word. The standard error of a sampled covariance comes from the spread of the products of deviations. Memory: samples
 * × entries.
 *
 * @param entries every mean and every covariance
 * @param samples the number of raw steps
 */
public record OneStep(List<Entry> entries, int samples) {

    /**
     * One entry.
     *
     * @param name for instance {@code mean M[1,1]} or {@code cov M[1,1] Q[1,1]}
     * @param expected by the law
     * @param sampled from raw steps
     * @param standardError of the difference: that of the sampled value and, where the law comes from randomised quadrature,
     *     that of the law
     * @param rounding gaps up to this size are rounding
     * @param carriers how many samples carry the standard error, (Σ x²)²/Σ x⁴ of what is averaged: few of a heavy-tailed quantity,
     *     whose standard error then says little
     */
    public record Entry(
            String name, double expected, double sampled, double standardError, double rounding, double carriers) {

        /** Whether enough samples carry the standard error for a gap to be judged by it. */
        public boolean isDecided() {
            return Math.abs(sampled - expected) <= rounding || carriers >= FEWEST_CARRIERS;
        }

        /** (sampled − expected)/standardError; 0 where the gap is rounding. */
        public double standardErrors() {
            double gap = sampled - expected;
            return Math.abs(gap) <= rounding ? 0 : gap / standardError;
        }
    }

    /** Below so many samples that carry it, a standard error is itself uncertain by a quarter and more, and its law is not normal. */
    private static final double FEWEST_CARRIERS = 100;

    /** Rounding of a sampled overlap relative to 1 + |overlap|, and of the law's covariance relative to its largest entry. */
    private static final double ROUNDING = 1e-13;

    /** Whether a problem can be checked: a network, an objective or statistics of one's own, and the same start for every replica. */
    public static boolean applies(Problem<?> problem) {
        boolean sampled =
                problem.model() instanceof SampledModel && problem.rule().kind().drawsSamples();
        if (problem.model() instanceof FieldModel) {
            return sampled && !(problem.start() instanceof Start.Random);
        }
        return sampled && problem.model() instanceof NoisyLimit;
    }

    /**
     * Samples raw steps from the problem's start.
     *
     * @param samples at least 2
     * @throws IllegalArgumentException if the problem cannot be checked, see {@link #applies}, or the samples are too few
     */
    public static OneStep sample(Problem<? extends SampledModel> problem, int samples, long seed, int threads) {
        problem.requireOneStage("the law of one step");
        if (!applies(problem)) {
            throw new IllegalArgumentException("one step: expected a fixed start, or statistics of one's own with a"
                    + " noise, and a rule that samples, got "
                    + problem.model().getClass().getSimpleName() + ", "
                    + problem.start().getClass().getSimpleName() + " and "
                    + problem.rule().kind()
                    + "; start from overlaps");
        }
        if (samples < 2) {
            throw new IllegalArgumentException("samples: expected at least 2, as a spread is measured, got " + samples);
        }
        Law law = law(problem, seed);
        int size = law.names.size();
        double[][] increments = new double[samples][size];
        PathListener listener = (replica, path) -> {
            for (int i = 0; i < size; i++) {
                increments[replica][i] = path.last()[law.observable[i]] - law.start[i];
            }
        };
        RunSettings settings = RunSettings.defaults()
                .withPoints(1)
                .withReplicas(samples)
                .withSeed(seed)
                .withThreads(threads);
        new RawSgd().solve(problem.until(Horizon.steps(1)), settings, listener);
        return new OneStep(entries(law, increments), samples);
    }

    /** The entry farthest from the law, in standard errors. */
    public Entry worst() {
        return entries.stream()
                .max(Comparator.comparingDouble(entry -> Math.abs(entry.standardErrors())))
                .orElseThrow();
    }

    /** The entry farthest from the law, in standard errors, of those that the samples decide; empty if they decide none. */
    public Optional<Entry> worstDecided() {
        return entries.stream()
                .filter(Entry::isDecided)
                .max(Comparator.comparingDouble(entry -> Math.abs(entry.standardErrors())));
    }

    /** The entries that the samples do not decide. */
    public long undecided() {
        return entries.stream().filter(entry -> !entry.isDecided()).count();
    }

    private record Law(
            List<String> names,
            double[] start,
            double[] mean,
            double[][] covariance,
            double[][] covarianceError,
            int[] observable) {}

    private static Law law(Problem<? extends SampledModel> problem, long seed) {
        double d = problem.dimension();
        if (problem.model() instanceof FieldModel model) {
            Problem<? extends FieldModel> finite = new Problem<>(
                    model,
                    problem.rule().withFiniteDimensionCorrections(),
                    problem.dimension(),
                    problem.start(),
                    problem.horizon());
            StepLaw law = StepLaw.of(finite).withFineCovariance();
            FieldDynamics dynamics = law.dynamics(Starts.gram(finite, seed, 0));
            double[] s = new double[law.layout().size()];
            dynamics.start(s);
            double[] mean = new double[s.length];
            dynamics.meanIncrement(0, s, mean);
            double[][] covariance = new double[s.length][s.length];
            dynamics.covariance(0, s, covariance);
            Map<String, double[]> totals =
                    law.layout().totals(model.covariance().spectrum(problem.dimension()));
            double[][] weights = totals.values().toArray(double[][]::new);
            List<String> names = List.copyOf(totals.keySet());
            return new Law(
                    names,
                    total(weights, s),
                    total(weights, mean),
                    scaled(totalCovariance(weights, covariance), 1 / (d * d)),
                    scaled(covarianceError(law, weights, Starts.gram(finite, seed, 0), s), 1 / (d * d)),
                    places(names, dynamics.observables()));
        }
        double[] s = ((Start.State) problem.start()).values();
        NoisyLimitDynamics dynamics = new NoisyLimitDynamics((NoisyLimit) problem.model(), s);
        double[] mean = new double[s.length];
        dynamics.drift(0, s, mean);
        for (int i = 0; i < s.length; i++) {
            mean[i] /= d;
        }
        double[][] covariance = new double[s.length][s.length];
        dynamics.covariance(0, s, covariance);
        List<String> names = ((Limit) problem.model()).statistics();
        return new Law(
                names, s, mean, scaled(covariance, 1 / (d * d)), new double[s.length][s.length], places(names, names));
    }

    /** The standard error of the law's covariance over the groups of a randomised quadrature; zero for other rules. */
    private static double[][] covarianceError(StepLaw law, double[][] weights, double[][][] gram, double[] s) {
        int groups = law.covarianceGroups();
        int size = weights.length;
        double[][] sum = new double[size][size];
        double[][] squares = new double[size][size];
        double[][] ofEntries = new double[s.length][s.length];
        for (int g = 0; groups > 1 && g < groups; g++) {
            law.ofGroup(g).dynamics(gram).covariance(0, s, ofEntries);
            double[][] covariance = totalCovariance(weights, ofEntries);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    sum[i][j] += covariance[i][j];
                    squares[i][j] += covariance[i][j] * covariance[i][j];
                }
            }
        }
        for (int i = 0; groups > 1 && i < size; i++) {
            for (int j = 0; j < size; j++) {
                double variance = (squares[i][j] - sum[i][j] * sum[i][j] / groups) / (groups - 1.0);
                squares[i][j] = Math.sqrt(Math.max(variance, 0) / groups);
            }
        }
        return squares;
    }

    private static double[] total(double[][] weights, double[] entries) {
        double[] total = new double[weights.length];
        for (int i = 0; i < total.length; i++) {
            for (int a = 0; a < entries.length; a++) {
                total[i] += weights[i][a] * entries[a];
            }
        }
        return total;
    }

    private static double[][] totalCovariance(double[][] weights, double[][] covariance) {
        double[][] half = new double[covariance.length][];
        for (int a = 0; a < half.length; a++) {
            half[a] = total(weights, covariance[a]);
        }
        double[][] result = new double[weights.length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                for (int a = 0; a < half.length; a++) {
                    result[i][j] += weights[i][a] * half[a][j];
                }
            }
        }
        return result;
    }

    private static int[] places(List<String> components, List<String> observables) {
        return components.stream().mapToInt(observables::indexOf).toArray();
    }

    private static double[][] scaled(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
        }
        return matrix;
    }

    private static List<Entry> entries(Law law, double[][] x) {
        int size = law.names.size();
        double n = x.length;
        double[] mean = new double[size];
        for (double[] row : x) {
            for (int i = 0; i < size; i++) {
                mean[i] += row[i] / n;
            }
        }
        double[] rounding = new double[size];
        double[] deviation = new double[size];
        double largest = 0;
        for (int i = 0; i < size; i++) {
            rounding[i] = ROUNDING * (1 + Math.abs(law.start[i]));
            deviation[i] = Math.sqrt(Math.max(law.covariance[i][i], 0));
            largest = Math.max(largest, law.covariance[i][i]);
        }
        List<Entry> covariances = new ArrayList<>();
        List<Entry> result = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                double squares = 0;
                double fourth = 0;
                for (double[] row : x) {
                    double product = (row[i] - mean[i]) * (row[j] - mean[j]);
                    sum += product;
                    squares += product * product;
                    fourth += product * product * product * product;
                }
                double average = sum / n;
                double error = Math.sqrt(Math.max(squares / n - average * average, 0) / n);
                covariances.add(new Entry(
                        "cov " + law.names.get(i) + " " + law.names.get(j),
                        law.covariance[i][j],
                        sum / (n - 1),
                        Math.hypot(error, law.covarianceError[i][j]),
                        ROUNDING * largest + rounding[i] * deviation[j] + rounding[j] * deviation[i],
                        fourth == 0 ? n : squares * squares / fourth));
                if (i == j) {
                    result.add(new Entry(
                            "mean " + law.names.get(i),
                            law.mean[i],
                            mean[i],
                            Math.sqrt(average / n),
                            rounding[i],
                            squares == 0 ? n : sum * sum / squares));
                }
            }
        }
        result.addAll(covariances);
        return List.copyOf(result);
    }
}
