package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.leastsquares.ConvolutionQuadrature;
import org.sgdlimits.leastsquares.ModeRecursion;
import org.sgdlimits.leastsquares.ResolventForm;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * Three ways to solve the Volterra equation of a data problem agree: by its modes, from samples of the kernel alone, and in closed
 * form.
 *
 * <p>Key {@code tolerance}, the one given to the two that have one. The gap is that of the loss and of every risk to the closed
 * form, relative to its value there, at the save times, evenly spaced; passes where the largest is at most {@code
 * tolerance.relative}. The learning rate must be constant.
 */
final class VolterraWays implements Check {

    /** Gaps of 0 are drawn here on a logarithmic axis. */
    private static final double ROUNDING = 1e-17;

    @Override
    public List<String> keys() {
        return List.of("tolerance");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("relative");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Experiment experiment = claimCase.experiment();
        DataTask task = claimCase.singleSamples(experiment);
        double accuracy = claimCase.check().positive("tolerance");
        double allowed = claimCase.tolerance().positive("relative");
        VolterraEquation equation = VolterraEquation.of(task.modes().measure());
        double rate = task.problem().rule().learningRate().rate(0);
        double[] times = task.grid(experiment.settings());
        ResolventForm closed = ResolventForm.of(equation, rate);
        double[][] exact =
                Arrays.stream(times).mapToObj(t -> closed.at(rate * t)).toArray(double[][]::new);
        double end = rate * times[times.length - 1];
        double[][] modes = ModeRecursion.solve(equation, task.problem().rule().learningRate(), times, accuracy)
                .values();
        double[][] samples = ConvolutionQuadrature.solve(equation, u -> rate, end, times.length - 1, accuracy)
                .values();
        double byModes = 0;
        double bySamples = 0;
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < exact[0].length; i++) {
            double[] ofModes = gaps(modes, exact, i);
            double[] ofSamples = gaps(samples, exact, i);
            byModes = Math.max(byModes, Arrays.stream(ofModes).max().orElseThrow());
            bySamples = Math.max(bySamples, Arrays.stream(ofSamples).max().orElseThrow());
            String name = task.modes().measure().observables().get(i);
            Stroke stroke = i == 0 ? Stroke.SOLID : Stroke.DASHED;
            series.add(new Series.Line(name + ", modes", Colour.BLUE, stroke, times, ofModes));
            series.add(new Series.Line(name + ", quadrature", Colour.VERMILION, stroke, times, ofSamples));
        }
        return Finding.exact(
                byModes <= allowed && bySamples <= allowed,
                "three solutions within a relative " + Format.number(allowed) + " of each other",
                "the mode recursion within " + Format.number(byModes)
                        + " of the closed form, the convolution quadrature within " + Format.number(bySamples),
                new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Relative gap to the closed form.",
                        Axis.linear(task.tauLabel()),
                        Axis.log("gap"),
                        series));
    }

    private static double[] gaps(double[][] values, double[][] exact, int observable) {
        double[] gaps = new double[exact.length];
        Arrays.setAll(gaps, t -> Math.max(ROUNDING, Math.abs(values[t][observable] / exact[t][observable] - 1)));
        return gaps;
    }
}
