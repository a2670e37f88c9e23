package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.experiment.Setting;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * The error of a method falls geometrically in a number of nodes N: log error is a straight line in N.
 *
 * <p>Keys: {@code method}, {@code reference} (another method), {@code key} of the model that holds N and its {@code nodes};
 * {@code observables}. The error is the largest gap over times, observables and starts; errors below {@code tolerance.floor}, where
 * other errors rule, are left out of the fit. Passes where at least four are left, each lies within a factor
 * {@code tolerance.factor} of the line, and the line explains log error better than one in log N, a power law, does.
 */
final class NodeConvergence implements Check {

    private static final int FEWEST = 4;

    @Override
    public List<String> keys() {
        return List.of("method", "reference", "key", "nodes", "observables");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("floor", "factor");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double floor = claimCase.tolerance().positive("floor");
        double factor = claimCase.tolerance().positive("factor");
        double[] nodes = keys.positives("nodes");
        List<String> observables = keys.words("observables", List.of("risk"));
        Experiment experiment = claimCase.experiment();
        PathSample reference = PathSample.of(experiment, keys.required("reference"));
        double[] errors = new double[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            Experiment run = claimCase.experiment(List.of(Setting.parse(keys.required("key") + "=" + (long) nodes[i])));
            PathSample sample = PathSample.of(run, keys.required("method"));
            for (String observable : observables) {
                int times = reference.trajectory().times().size();
                for (double gap : SameLimit.gaps(sample, reference, observable, times)) {
                    errors[i] = Math.max(errors[i], gap);
                }
            }
        }
        SimpleRegression geometric = new SimpleRegression();
        SimpleRegression power = new SimpleRegression();
        for (int i = 0; i < nodes.length; i++) {
            if (errors[i] > floor) {
                geometric.addData(nodes[i], Math.log(errors[i]));
                power.addData(Math.log(nodes[i]), Math.log(errors[i]));
            }
        }
        double farthest = 0;
        for (int i = 0; i < nodes.length && geometric.getN() >= FEWEST; i++) {
            if (errors[i] > floor) {
                farthest = Math.max(farthest, Math.abs(Math.log(errors[i]) - geometric.predict(nodes[i])));
            }
        }
        boolean passed = geometric.getN() >= FEWEST
                && geometric.getSlope() < 0
                && Math.exp(farthest) <= factor
                && geometric.getSumSquaredErrors() < power.getSumSquaredErrors();
        return Finding.exact(
                passed,
                "log error a straight line in N, every error within a factor " + factor + " of it",
                "error × " + Format.number(Math.exp(geometric.getSlope())) + " a node, "
                        + geometric.getN() + " errors from "
                        + Format.number(Arrays.stream(errors).max().orElse(0))
                        + " to " + Format.number(Arrays.stream(errors).min().orElse(0)) + ", farthest from the line by "
                        + Format.number(Math.exp(farthest)) + ", unexplained "
                        + Format.number(geometric.getSumSquaredErrors()) + " against "
                        + Format.number(power.getSumSquaredErrors()) + " of a power law",
                figure(claimCase, nodes, errors, geometric));
    }

    private static Figure figure(ClaimCase claimCase, double[] nodes, double[] errors, SimpleRegression line) {
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line(
                "fit",
                Colour.VERMILION,
                Stroke.SOLID,
                nodes,
                Arrays.stream(nodes).map(n -> Math.exp(line.predict(n))).toArray()));
        series.add(Series.Points.of("measured", Colour.BLACK, nodes, errors));
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Largest gap over times, observables and starts. Line: fit of a geometric law.",
                Axis.linear("nodes N"),
                Axis.log("error"),
                series);
    }
}
