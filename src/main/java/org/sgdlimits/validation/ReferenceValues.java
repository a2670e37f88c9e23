package org.sgdlimits.validation;

import java.util.ArrayList;
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
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * A deterministic method against reference values from outside the code.
 *
 * <p>Keys: {@code method}; {@code clock} (steps, tau or flowTime) and {@code times}; {@code observables} and their
 * {@code values}, a row an observable; {@code relative}, whether {@code tolerance.value} is relative (no
 * value may then be 0). Each time is a run of its own to that horizon.
 */
final class ReferenceValues implements Check {

    private static final int MOST_CURVES = 8;

    @Override
    public List<String> keys() {
        return List.of("method", "clock", "times", "observables", "values", "relative");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("value");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double tolerance = claimCase.tolerance().positive("value");
        boolean relative = keys.flag("relative", false);
        double[] times = keys.vector("times");
        List<String> observables = keys.words("observables", List.of("M[1,1]"));
        double[][] values = keys.matrix("values");
        for (double[] row : values) {
            if (values.length != observables.size() || row.length != times.length) {
                throw keys.error(
                        "values",
                        "expected " + observables.size() + " rows of " + times.length
                                + " values, a row an observable, got " + values.length + " rows, one of "
                                + row.length);
            }
            for (double value : row) {
                if (relative && value == 0) {
                    throw keys.error("values", "expected values other than 0, as the tolerance is relative, got 0");
                }
            }
        }
        Horizon.ClockUnit clock = claimCase.clock("tau");
        Experiment experiment = claimCase.experiment();
        double[][] got = new double[observables.size()][times.length];
        double worst = -1;
        String where = "";
        for (int t = 0; t < times.length; t++) {
            Trajectory trajectory = solve(experiment, keys.text("method", "ode"), new Horizon(clock, times[t]));
            for (int o = 0; o < observables.size(); o++) {
                got[o][t] = trajectory.last(observables.get(o)).mean();
                double error = Math.abs(got[o][t] - values[o][t]) / (relative ? Math.abs(values[o][t]) : 1);
                if (Double.isNaN(error)) {
                    error = Double.POSITIVE_INFINITY;
                }
                if (error > worst) {
                    worst = error;
                    where = observables.get(o) + " at " + times[t] + ", " + got[o][t] + " for " + values[o][t];
                }
            }
        }
        String kind = relative ? "relative error" : "absolute error";
        return Finding.exact(
                worst <= tolerance,
                kind + " at most " + tolerance + " in " + observables.size() + " observables at " + times.length
                        + " times",
                "largest " + kind + " " + Format.number(worst) + ": " + where,
                figure(claimCase, observables, times, values, got));
    }

    private static Trajectory solve(Experiment experiment, String method, Horizon horizon) {
        Problem<?> problem = experiment.problem().until(horizon);
        Trajectory trajectory = Comparison.solve(
                Methods.named(method), problem, experiment.settings().withPoints(1), PathListener.none());
        if (!trajectory.outcome().isCompleted()) {
            throw new IllegalStateException(trajectory.outcome().message());
        }
        return trajectory;
    }

    private static Figure figure(
            ClaimCase claimCase, List<String> observables, double[] times, double[][] values, double[][] got) {
        List<Series> series = new ArrayList<>();
        for (int o = 0; o < Math.min(observables.size(), MOST_CURVES); o++) {
            series.add(new Series.Line(observables.get(o), Colour.of(o), Stroke.SOLID, times, got[o]));
            series.add(Series.Points.of(observables.get(o), Colour.of(o), times, values[o]));
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Lines: computed. Markers: reference values.",
                Axis.linear("time"),
                Axis.linear("observable"),
                series);
    }
}
