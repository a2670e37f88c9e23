package org.sgdlimits.analysis;

import java.util.List;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon.ClockUnit;
import org.sgdlimits.model.Problem;

/**
 * A problem with a law of one step, and methods known at run time only.
 *
 * @param problem what is to be solved
 * @param solvers by what
 */
public record ModelTask(Problem<?> problem, List<Method<?>> solvers) implements Task {

    /** @throws IllegalArgumentException if a method needs more than the model or the rule gives */
    public ModelTask {
        solvers = List.copyOf(solvers);
        for (Method<?> method : solvers) {
            Comparison.requireApplicable(problem, method);
        }
    }

    @Override
    public List<String> methods() {
        return solvers.stream().map(Method::name).toList();
    }

    @Override
    public boolean isContinuous(int method) {
        return solvers.get(method).isContinuous();
    }

    @Override
    public double[] grid(RunSettings settings) {
        return saves(settings).grid();
    }

    @Override
    public double[] stepTimes(RunSettings settings) {
        return saves(settings).stepTimes();
    }

    private SaveTimes saves(RunSettings settings) {
        return SaveTimes.of(problem, settings.points(), settings.spacing());
    }

    @Override
    public Trajectory solve(int method, RunSettings settings, PathListener listener) {
        return Comparison.solve(solvers.get(method), problem, settings, listener);
    }

    @Override
    public ClockUnit clock() {
        return problem.horizon().clock();
    }

    @Override
    public String tauName() {
        return "tau";
    }

    @Override
    public String tauLabel() {
        return "time τ (steps / d)";
    }
}
