package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Methods;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Problem;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * A deterministic method against reference values from outside the code.
 *
 * <p>Keys: {@code method}; {@code clock} (steps, tau or flowTime) and {@code times}; {@code observable} and its {@code values};
 * {@code relative}, whether {@code tolerance.value} is relative. Each time is a run of its own to that horizon.
 */
final class ReferenceValues implements Check {

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double tolerance = claimCase.tolerance().positive("value");
        boolean relative = keys.flag("relative", false);
        double[] times = keys.vector("times");
        double[] values = keys.vector("values");
        if (values.length != times.length) {
            throw keys.error("values", "expected " + times.length + " values, one a time, got " + values.length);
        }
        String observable = keys.text("observable", "M[1,1]");
        Horizon.ClockUnit clock =
                switch (keys.choice("clock", List.of("steps", "tau", "flowTime"), "tau")) {
                    case "steps" -> Horizon.ClockUnit.STEPS;
                    case "flowTime" -> Horizon.ClockUnit.FLOW_TIME;
                    default -> Horizon.ClockUnit.TAU;
                };
        Experiment experiment = claimCase.experiment();
        double[] got = new double[times.length];
        double worst = 0;
        int where = 0;
        for (int i = 0; i < times.length; i++) {
            got[i] = value(experiment, keys.text("method", "ode"), new Horizon(clock, times[i]), observable);
            double error = Math.abs(got[i] - values[i]) / (relative ? Math.abs(values[i]) : 1);
            if (!(error <= worst)) {
                worst = error;
                where = i;
            }
        }
        String kind = relative ? "relative error" : "absolute error";
        return Finding.exact(
                worst <= tolerance,
                kind + " at most " + tolerance + " at " + times.length + " times; at " + times[where] + ": " + observable
                        + " = " + values[where],
                "largest " + kind + " " + worst + "; at " + times[where] + ": " + got[where],
                figure(claimCase, observable, times, values, got));
    }

    private static double value(Experiment experiment, String method, Horizon horizon, String observable) {
        Problem<?> problem = experiment.problem().until(horizon);
        Trajectory trajectory = Comparison.solve(
                Methods.named(method), problem, experiment.settings().withPoints(1), PathListener.none());
        return trajectory.outcome().isCompleted() ? trajectory.last(observable).mean() : Double.NaN;
    }

    private static Figure figure(
            ClaimCase claimCase, String observable, double[] times, double[] values, double[] got) {
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Line: computed. Markers: reference values.",
                Axis.linear("time"),
                Axis.linear(observable),
                List.of(
                        new Series.Line("computed", Colour.VERMILION, Stroke.SOLID, times, got),
                        Series.Points.of("reference", Colour.BLACK, times, values)));
    }
}
