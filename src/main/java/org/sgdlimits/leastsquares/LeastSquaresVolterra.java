package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sgdlimits.method.Ensemble;
import org.sgdlimits.method.Path;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * The limit of SGD's loss and risks as n and d grow together, before a step is run: the Volterra equation by
 * {@link ModeRecursion} for single samples, its discrete form {@link MomentumVolterra} with batches or momentum.
 *
 * <p>From a {@link LanczosSpectrum} it has standard errors, those of the probes, at the cost of one solution more for each of them;
 * risks other than the loss are then left out.
 */
public final class LeastSquaresVolterra implements LeastSquaresMethod {

    private final ModeSource spectrum;

    /** From the exact modes, {@link DataSpectrum}. */
    public LeastSquaresVolterra() {
        this(SpectrumMethod.exact());
    }

    /** From modes found in another way, or known already. */
    public LeastSquaresVolterra(ModeSource spectrum) {
        this.spectrum = spectrum;
    }

    @Override
    public String name() {
        return "volterra";
    }

    @Override
    public boolean isContinuous(LeastSquaresProblem problem) {
        return problem.rule().isSingleSample();
    }

    @Override
    public Trajectory solve(LeastSquaresProblem problem, RunSettings settings, PathListener listener) {
        EpochClock clock = EpochClock.of(problem);
        DataModes modes = spectrum.of(problem, settings);
        double[] grid = clock.grid(problem, settings);
        Map<String, Object> facts = new LinkedHashMap<>();
        List<Trajectory.Instant> instants;
        Function<SpectralMeasure, VolterraSolution> solver;
        if (isContinuous(problem)) {
            double[] times = clock.allTimes(grid);
            instants = clock.instants(times);
            double tolerance = Math.max(settings.odeTolerance(), 1e-12);
            solver = measure ->
                    ModeRecursion.solve(VolterraEquation.of(measure), clock.learningRate(), times, tolerance);
            facts.put("solver", "mode recursion");
        } else {
            long[] updates = clock.steps(grid);
            instants = clock.instants(updates);
            solver = measure -> MomentumVolterra.solve(measure, problem.rule(), updates);
            facts.put("solver", "discrete recursion of second moments");
        }
        VolterraSolution solution = solver.apply(modes.measure());
        if (isContinuous(problem)) {
            facts.put("relativeDefect", solution.error());
            facts.put("stabilityThreshold", VolterraEquation.of(modes.measure()).threshold());
        }
        facts.put("spectrum", modes.describe());
        facts.put("modes", modes.measure().size());
        problem.rule().sampling().approximation().ifPresent(told -> facts.put(Trajectory.APPROXIMATION, told));
        Optional<double[][]> errors =
                modes.lanczos().map(lanczos -> standardErrors(lanczos, solver, instants.size(), settings.threads()));
        errors.ifPresent(found -> {
            facts.put("largestRelativeError", largestRelative(found, solution.values()));
            facts.put(
                    "forcingErrorBound",
                    isContinuous(problem) && problem.ridge() == 0
                            ? forcingError(modes.lanczos().orElseThrow(), instants, solution.loss())
                            : "none with momentum, batches or ridge");
            if (!problem.risks().isEmpty()) {
                facts.put(
                        "not predicted",
                        "risks beside the loss, which need eigenvectors (model.spectrum.method \"exact\")");
            }
        });
        double[][] observed = Arrays.copyOf(solution.values(), instants.size());
        Path path = new Path(
                observed, solution.values().length, solution.outcome(), List.of(), Map.of("steps", solution.steps()));
        Trajectory predicted = Ensemble.run(
                name(), modes.measure().observables(), instants, 1, settings, listener, facts, replica -> path);
        return errors.map(predicted::withStandardErrors).orElse(predicted);
    }

    /** [time][observable]; infinite where the prediction without one of the probes ended before. */
    private static double[][] standardErrors(
            LanczosSpectrum lanczos, Function<SpectralMeasure, VolterraSolution> solver, int times, int threads) {
        int observables = lanczos.modes().observables().size();
        double[] errors = lanczos.standardErrors(
                measure -> {
                    double[][] values = solver.apply(measure).values();
                    double[] all = new double[times * observables];
                    Arrays.fill(all, Double.NaN);
                    for (int t = 0; t < values.length; t++) {
                        System.arraycopy(values[t], 0, all, t * observables, observables);
                    }
                    return all;
                },
                threads);
        double[][] rows = new double[times][observables];
        for (int k = 0; k < errors.length; k++) {
            rows[k / observables][k % observables] = Double.isNaN(errors[k]) ? Double.POSITIVE_INFINITY : errors[k];
        }
        return rows;
    }

    private static double largestRelative(double[][] errors, double[][] values) {
        double largest = 0;
        for (int t = 0; t < values.length; t++) {
            for (int o = 0; o < values[t].length; o++) {
                largest = Math.max(largest, errors[t][o] / Math.abs(values[t][o]));
            }
        }
        return largest;
    }

    /** The bound on the forcing's error over the loss, at its largest. */
    private static double forcingError(LanczosSpectrum lanczos, List<Trajectory.Instant> instants, double[] loss) {
        double largest = 0;
        for (int t = 0; t < loss.length; t++) {
            largest = Math.max(largest, lanczos.forcingError(instants.get(t).flowTime()) / loss[t]);
        }
        return largest;
    }
}
