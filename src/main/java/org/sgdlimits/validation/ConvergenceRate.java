package org.sgdlimits.validation;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sgdlimits.analysis.SlopeFit;
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
 * How the distance of two methods falls as the dimension or the width grows: the exponent of a power law, fitted.
 *
 * <p>Keys: {@code limit} and {@code sgd} (the methods; {@code limitSet}: keys of the model that are changed for the limit);
 * {@code dimensions} or {@code widths}, {@code replicas} (one for each of them, or one for all), {@code observables},
 * {@code quantity}: {@code path-deviation}, the mean over runs of the largest |SGD − limit| over times and observables, where both
 * start at random from the same start, or {@code mean-gap}, the mean over times of |mean SGD − limit| for one observable;
 * {@code slope}, what theory gives; {@code relation}: {@code equal}, the fitted exponent lies within the confidence interval
 * {@code tolerance.confidence} around it, or {@code at-most}, where theory gives a bound: its upper end lies at or below it.
 */
final class ConvergenceRate implements Check {

    @Override
    public List<String> keys() {
        return List.of(
                "quantity",
                "limit",
                "limitSet",
                "sgd",
                "observables",
                "dimensions",
                "widths",
                "replicas",
                "slope",
                "relation");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        boolean byWidth = keys.has("widths");
        if (byWidth == keys.has("dimensions")) {
            throw keys.error("dimensions", "expected exactly one of dimensions and widths");
        }
        double[] sizes = keys.positives(byWidth ? "widths" : "dimensions");
        double[] replicas = keys.positives("replicas");
        double expected = keys.number("slope");
        double confidence = claimCase.probability("confidence");
        if (replicas.length != 1 && replicas.length != sizes.length) {
            throw keys.error(
                    "replicas",
                    "expected one number, or one for each of the " + sizes.length + " sizes, got " + replicas.length);
        }
        boolean path = keys.choice("quantity", List.of("path-deviation", "mean-gap"), "path-deviation")
                .equals("path-deviation");
        boolean bound =
                keys.choice("relation", List.of("equal", "at-most"), "equal").equals("at-most");
        List<Setting> limitSet = keys.has("limitSet") ? keys.object("limitSet").settings() : List.of();
        double[] distance = new double[sizes.length];
        double[] relative = new double[sizes.length];
        double[] error = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            List<Setting> size = List.of(
                    Setting.parse((byWidth ? "model.student.width=" : "run.dimension=") + (long) sizes[i]),
                    Setting.parse("run.replicas=" + (long) replicas[Math.min(i, replicas.length - 1)]));
            Experiment sgd = claimCase.experiment(size);
            Experiment limit = claimCase.experiment(
                    Stream.concat(size.stream(), limitSet.stream()).toList());
            SampleMean mean = path ? pathDeviation(keys, sgd, limit) : meanGap(keys, sgd, limit);
            distance[i] = Math.abs(mean.mean());
            error[i] = mean.standardError();
            relative[i] = error[i] / distance[i];
        }
        SlopeFit fit = SlopeFit.of(sizes, distance, relative);
        double halfWidth = fit.halfWidth(confidence);
        double excess = fit.slope() - expected;
        return new Finding(
                bound ? excess + halfWidth <= 0 : Math.abs(excess) <= halfWidth,
                "exponent " + (bound ? "at most " : "") + expected + " within ±" + Format.number(halfWidth)
                        + " (confidence " + confidence + ")",
                "fitted exponent " + Format.plusMinus(fit.slope(), fit.standardError()) + ", χ² "
                        + Format.number(fit.chiSquare()) + " for " + (fit.points() - 2) + " degrees of freedom",
                excess / fit.standardError(),
                List.of(figure(claimCase, byWidth ? "width p" : "dimension d", sizes, distance, error, fit)));
    }

    private static SampleMean pathDeviation(Fields keys, Experiment experiment, Experiment limited) {
        PathSample sgd = PathSample.of(experiment, keys.text("sgd", "reduced"));
        PathSample limit = PathSample.of(limited, keys.text("limit", "ode"));
        List<String> observables = keys.words("observables", List.of("M[1,1]"));
        boolean fixedStart = limit.paths().size() == 1;
        double[] deviations = IntStream.range(0, sgd.paths().size())
                .mapToDouble(replica -> {
                    double[][] path = sgd.paths().get(replica);
                    double[][] limitPath = limit.paths().get(fixedStart ? 0 : replica);
                    double largest = 0;
                    for (String observable : observables) {
                        int index = sgd.index(observable);
                        int limitIndex = limit.index(observable);
                        for (int t = 0; t < path.length; t++) {
                            double exact = limitPath[t][limitIndex];
                            largest = Math.max(largest, Math.abs(path[t][index] - exact));
                        }
                    }
                    return largest;
                })
                .toArray();
        return SampleMean.of(deviations);
    }

    private static SampleMean meanGap(Fields keys, Experiment experiment, Experiment limited) {
        PathSample sgd = PathSample.of(experiment, keys.text("sgd", "reduced"));
        PathSample limit = PathSample.of(limited, keys.text("limit", "ode"));
        String observable = keys.words("observables", List.of("M[1,1]")).get(0);
        return SampleMean.of(sgd.timeMeanGaps(observable, limit.trajectory().means(observable)));
    }

    private static Figure figure(
            ClaimCase claimCase, String size, double[] sizes, double[] distance, double[] error, SlopeFit fit) {
        double[] line = new double[sizes.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = fit.at(sizes[i]);
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Markers: measured, with one standard error. Line: the fitted power law, exponent "
                        + Format.plusMinus(fit.slope(), fit.standardError()) + ".",
                Axis.log(size),
                Axis.log("distance to the limit"),
                List.of(
                        new Series.Line("fit", Colour.VERMILION, Stroke.SOLID, sizes, line),
                        Series.Points.withErrors("measured", Colour.BLACK, sizes, distance, error)));
    }
}
