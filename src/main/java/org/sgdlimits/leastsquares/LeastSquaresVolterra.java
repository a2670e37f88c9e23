package org.sgdlimits.leastsquares;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sgdlimits.method.Ensemble;
import org.sgdlimits.method.Path;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * The limit of SGD's loss and risks as n and d grow together, before a step is run: the Volterra equation by
 * {@link ModeRecursion} for single samples, its discrete form {@link MomentumVolterra} with batches or momentum.
 */
public final class LeastSquaresVolterra implements LeastSquaresMethod {

    private final Function<LeastSquaresProblem, SpectralMeasure> spectrum;

    /** From the exact modes, {@link DataSpectrum}. */
    public LeastSquaresVolterra() {
        this(DataSpectrum::of);
    }

    /** From modes found in another way, as by {@link LanczosSpectrum}, or known already. */
    public LeastSquaresVolterra(Function<LeastSquaresProblem, SpectralMeasure> spectrum) {
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
        SpectralMeasure modes = spectrum.apply(problem);
        double[] grid = clock.grid(problem, settings);
        Map<String, Object> facts = new LinkedHashMap<>();
        List<Trajectory.Instant> instants;
        VolterraSolution solution;
        if (isContinuous(problem)) {
            double[] times = clock.allTimes(grid);
            instants = clock.instants(times);
            double tolerance = Math.max(settings.odeTolerance(), 1e-12);
            VolterraEquation equation = VolterraEquation.of(modes);
            solution = ModeRecursion.solve(equation, clock.learningRate(), times, tolerance);
            facts.put("solver", "mode recursion");
            facts.put("relativeDefect", solution.error());
            facts.put("stabilityThreshold", equation.threshold());
        } else {
            long[] updates = clock.steps(grid);
            instants = clock.instants(updates);
            solution = MomentumVolterra.solve(modes, problem.rule(), updates);
            facts.put("solver", "discrete recursion of second moments");
        }
        facts.put("modes", modes.size());
        if (problem.rule().sampling() == Sampling.RESHUFFLED) {
            facts.put(Trajectory.APPROXIMATION, "rows without replacement over an epoch are predicted as drawn afresh");
        }
        double[][] observed = Arrays.copyOf(solution.values(), instants.size());
        Path path = new Path(
                observed, solution.values().length, solution.outcome(), List.of(), Map.of("steps", solution.steps()));
        return Ensemble.run(name(), modes.observables(), instants, 1, settings, listener, facts, replica -> path);
    }
}
