package org.sgdlimits.analysis;

import java.util.List;
import org.sgdlimits.leastsquares.DataModes;
import org.sgdlimits.leastsquares.LeastSquaresMethod;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * Least squares on a data matrix, and its methods; τ is epochs.
 *
 * @param problem what is to be solved
 * @param origin the data in words, for people
 * @param solvers by what
 * @param spectrum the modes, computed when first asked for
 */
public record DataTask(LeastSquaresProblem problem, String origin, List<LeastSquaresMethod> solvers, ModesOnce spectrum)
        implements Task {

    public DataTask {
        solvers = List.copyOf(solvers);
    }

    /** The modes of the problem; the first call of this or of {@link #findModes} computes them. */
    public DataModes modes() {
        return findModes(RunSettings.defaults());
    }

    /** The modes of the problem, computed on as many threads as the settings say and with their progress. */
    public DataModes findModes(RunSettings settings) {
        return spectrum.of(problem, settings);
    }

    @Override
    public List<String> methods() {
        return solvers.stream().map(LeastSquaresMethod::name).toList();
    }

    @Override
    public boolean isContinuous(int method) {
        return solvers.get(method).isContinuous(problem);
    }

    @Override
    public double[] grid(RunSettings settings) {
        return problem.grid(settings);
    }

    @Override
    public double[] stepTimes(RunSettings settings) {
        return problem.stepTimes(settings);
    }

    @Override
    public Trajectory solve(int method, RunSettings settings, PathListener listener) {
        return solvers.get(method).solve(problem, settings, listener);
    }

    @Override
    public ClockUnit clock() {
        return ClockUnit.TAU;
    }

    @Override
    public String tauName() {
        return "epoch";
    }

    @Override
    public String tauLabel() {
        return "epochs";
    }
}
