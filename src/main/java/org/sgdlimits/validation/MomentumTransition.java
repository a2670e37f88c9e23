package org.sgdlimits.validation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.leastsquares.MomentumOptimum;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.leastsquares.MomentumRates.Parameters;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.ReferenceLine;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * What the best learning rate and momentum make of a batch fraction ζ: the speed s(ζ) = −log(rate) an update, on either side of
 * the implicit conditioning ratio ICR = κ̄/√κ.
 *
 * <p>Keys: {@code batches}, counts; {@code below} and {@code above}, multiples of ICR up to and from which the exponent of ζ in s
 * is fitted. Two asymptotes are known: s₁ζ, where s₁ is what the best single samples without momentum gain an epoch; and Polyak's
 * 2 log((√κ + 1)/(√κ − 1)) of full batches, about 4/√κ. Passes where
 *
 * <ul>
 *   <li>below, the exponent is 1 within {@code tolerance.below}, and at no ζ an epoch gains more than (1 + {@code tolerance.gain})
 *       s₁;
 *   <li>above, the exponent is at most {@code tolerance.above}, and full batches gain Polyak's to {@code tolerance.full},
 *       relatively;
 *   <li>the discrete Volterra equation, run at the best parameters, falls at the speed stated to {@code tolerance.measured},
 *       relatively.
 * </ul>
 */
final class MomentumTransition implements Check {

    private static final int SCAN = 1000;
    private static final double FALL = 600;
    private static final double[] PARTS = {0.5, 0.9, 0.95};

    @Override
    public List<String> keys() {
        return List.of("batches", "below", "above");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("below", "above", "gain", "full", "measured");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        Fields tolerance = claimCase.tolerance();
        SpectralMeasure modes = MomentumDecay.withoutFloor(
                claimCase.data(claimCase.experiment()).modes().measure());
        MomentumRates rates = MomentumRates.of(modes);
        int n = modes.samples();
        double ratio = rates.implicitConditioningRatio();
        double[] fractions = Arrays.stream(keys.counts("batches"))
                .mapToDouble(batch -> (double) batch / n)
                .toArray();
        double[] speeds = new double[fractions.length];
        double[] measured = new double[fractions.length];
        double off = 0;
        for (int i = 0; i < speeds.length; i++) {
            Parameters best = MomentumOptimum.search(rates, fractions[i]);
            speeds[i] = -Math.log(best.rate());
            measured[i] = MomentumDecay.speed(modes, best, FALL);
            off = Math.max(off, Math.abs(measured[i] / speeds[i] - 1));
        }
        double single = n * singleSamples(rates);
        double root = Math.sqrt(rates.conditionNumber());
        double full = 2 * Math.log((root + 1) / (root - 1));
        double reached = -Math.log(MomentumOptimum.search(rates, 1).rate()) / full;
        double gain = IntStream.range(0, speeds.length)
                .mapToDouble(i -> speeds[i] / (fractions[i] * single))
                .max()
                .orElseThrow();
        double below = exponent(fractions, speeds, 0, keys.positive("below") * ratio);
        double above = exponent(fractions, speeds, keys.positive("above") * ratio, 1);
        boolean passed = Math.abs(below - 1) <= tolerance.positive("below")
                && above <= tolerance.positive("above")
                && gain <= 1 + tolerance.positive("gain")
                && Math.abs(reached - 1) <= tolerance.positive("full")
                && off <= tolerance.positive("measured");
        StringBuilder got = new StringBuilder(300);
        got.append("ICR ").append(Format.number(ratio));
        got.append(", exponent ").append(Format.number(below)).append(" below and ");
        got.append(Format.number(above)).append(" above; an epoch gains at most ");
        got.append(Format.number(gain)).append(" of single samples; full batches ");
        got.append(Format.number(reached)).append(" of Polyak's; at ICR ");
        got.append(Format.number(
                -Math.log(MomentumOptimum.search(rates, Math.min(1, ratio)).rate()) / full));
        got.append(" of it");
        for (double part : PARTS) {
            got.append(", ").append(Format.number(part)).append(" from ζ = ");
            got.append(Format.number(MomentumOptimum.saturatingFraction(rates, part)));
        }
        got.append("; asymptotes meet at ").append(Format.number(full / single / ratio));
        got.append(" ICR; measured speeds off by ").append(Format.number(off));
        return Finding.exact(
                passed,
                "the best speed an update grows like ζ up to " + keys.positive("below")
                        + " ICR, with no epoch worth more than " + (1 + tolerance.positive("gain"))
                        + " of single samples, and like ζ^" + tolerance.positive("above")
                        + " at most from " + keys.positive("above") + " ICR on, to Polyak's 4/√κ",
                got.toString(),
                figure(claimCase, fractions, speeds, measured, single, full, ratio));
    }

    /** The best speed an update of single samples without momentum. */
    private static double singleSamples(MomentumRates rates) {
        double fraction = 1.0 / rates.samples();
        // ‖a‖² is tr/n on average, so that γ = 2n/tr is the threshold
        double threshold = 2 / (rates.averageConditionNumber() * rates.largest() / rates.conditionNumber());
        return IntStream.range(1, SCAN)
                .mapToDouble(i -> -Math.log(rates.rate(threshold * i / SCAN, 0, fraction)))
                .max()
                .orElseThrow();
    }

    private static double exponent(double[] fractions, double[] speeds, double from, double to) {
        int[] places = IntStream.range(0, fractions.length)
                .filter(i -> fractions[i] >= from && fractions[i] <= to)
                .toArray();
        return MeanSlope.through(
                Arrays.stream(places).mapToDouble(i -> Math.log(fractions[i])).toArray(),
                Arrays.stream(places).mapToDouble(i -> Math.log(speeds[i])).toArray());
    }

    private static Figure figure(
            ClaimCase claimCase,
            double[] fractions,
            double[] speeds,
            double[] measured,
            double single,
            double full,
            double ratio) {
        double[] ends = {fractions[0], 1};
        double[] rising = {fractions[0], full / single};
        return new Figure(
                        claimCase.figureId(),
                        claimCase.title(),
                        "Best speed an update over the batch fraction. Lines: best single samples, an epoch of which is 1/ζ updates, and"
                                + " Polyak's full batches.",
                        Axis.log("batch fraction ζ"),
                        Axis.log("−log(rate) an update"),
                        List.of(
                                new Series.Line("single samples", Colour.BLUE, Stroke.DASHED, rising, new double[] {
                                    single * rising[0], full
                                }),
                                new Series.Line(
                                        "full batches", Colour.GREEN, Stroke.DASHED, ends, new double[] {full, full}),
                                new Series.Line("best γ and Δ", Colour.VERMILION, Stroke.SOLID, fractions, speeds),
                                Series.Points.of("measured", Colour.BLACK, fractions, measured)))
                .with(ReferenceLine.vertical(ratio, "ICR"));
    }
}
