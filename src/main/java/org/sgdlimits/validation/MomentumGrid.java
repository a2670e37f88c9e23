package org.sgdlimits.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.leastsquares.MomentumOptimum;
import org.sgdlimits.leastsquares.MomentumRates;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * The notes' nearly optimal learning rate and momentum, and the search's, against brute force: every point of a grid over log γ
 * and log(1 − √Δ), laid again and again around the best point of the one before.
 *
 * <p>Keys: {@code batches}, counts; {@code points}, of the grid a side. Speeds are −log(rate) an update. Passes where the search
 * reaches those of the grid to {@code tolerance.search}, relatively, and the nearly optimal parameters at least the part {@code
 * tolerance.nearly}.
 */
final class MomentumGrid implements Check {

    /** Exponents of ten of γ over its largest stable value and of 1 − √Δ. */
    private static final double LOWEST = -4;

    /** Grids; each spans six cells of the one before. */
    private static final int GRIDS = 4;

    private static final double CELLS = 3;

    private static final double PERCENT = 100;

    @Override
    public List<String> keys() {
        return List.of("batches", "points");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("search", "nearly");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        MomentumRates rates =
                MomentumRates.of(claimCase.data(claimCase.experiment()).modes().measure());
        int points = (int) keys.whole("points", 5, Integer.MAX_VALUE);
        double[] fractions = Arrays.stream(keys.counts("batches"))
                .mapToDouble(batch -> (double) batch / rates.samples())
                .toArray();
        double[] searched = new double[fractions.length];
        double[] nearly = new double[fractions.length];
        double[] stated = new double[fractions.length];
        boolean passed = true;
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < fractions.length; i++) {
            double zeta = fractions[i];
            double best = bruteForce(rates, zeta, points);
            searched[i] = -Math.log(MomentumOptimum.search(rates, zeta).rate()) / best;
            nearly[i] = -Math.log(rates.nearlyOptimal(zeta).rate()) / best;
            stated[i] = -Math.log(rates.nearlyOptimal(zeta).momentum()) / best;
            passed &= Math.abs(searched[i] - 1) <= claimCase.tolerance().positive("search")
                    && nearly[i] >= claimCase.tolerance().positive("nearly");
            rows.add("ζ = " + Format.number(zeta) + ": " + Format.number(PERCENT * searched[i]) + ", "
                    + Format.number(PERCENT * nearly[i]) + ", " + Format.number(PERCENT * stated[i]));
        }
        return Finding.exact(
                passed,
                "the search within " + claimCase.tolerance().positive("search")
                        + " of brute force, the nearly optimal parameters at least "
                        + claimCase.tolerance().positive("nearly") + " of it",
                "speed of the search, of the nearly optimal parameters, and Δ stated as their rate, in % of brute force; "
                        + String.join("; ", rows),
                figure(claimCase, fractions, searched, nearly, stated));
    }

    /** The largest −log(rate) of the grids. */
    private static double bruteForce(MomentumRates rates, double fraction, int points) {
        double[] low = {LOWEST, LOWEST};
        double[] high = {0, 0};
        double best = Double.NEGATIVE_INFINITY;
        for (int grid = 0; grid < GRIDS; grid++) {
            double[] place = low.clone();
            double[] cell = {(high[0] - low[0]) / (points - 1), (high[1] - low[1]) / (points - 1)};
            for (int i = 0; i < points; i++) {
                double momentum = Math.pow(1 - Math.pow(10, low[1] + i * cell[1]), 2);
                double largest = 2 * (1 + momentum) / (fraction * rates.largest());
                for (int j = 0; j < points; j++) {
                    double learningRate = largest * Math.pow(10, low[0] + j * cell[0]);
                    double speed = -Math.log(rates.rate(learningRate, momentum, fraction));
                    if (speed > best) {
                        best = speed;
                        place = new double[] {low[0] + j * cell[0], low[1] + i * cell[1]};
                    }
                }
            }
            for (int k = 0; k < 2; k++) {
                low[k] = place[k] - CELLS * cell[k];
                high[k] = Math.min(0, place[k] + CELLS * cell[k]);
            }
        }
        return best;
    }

    private static Figure figure(
            ClaimCase claimCase, double[] fractions, double[] searched, double[] nearly, double[] stated) {
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Speed an update, −log(rate), over that of the best point of the grid.",
                Axis.log("batch fraction ζ"),
                Axis.linear("part of brute force"),
                List.of(
                        new Series.Line("search", Colour.BLUE, Stroke.SOLID, fractions, searched),
                        new Series.Line("nearly optimal", Colour.VERMILION, Stroke.SOLID, fractions, nearly),
                        new Series.Line("Δ, stated as its rate", Colour.VERMILION, Stroke.DASHED, fractions, stated)));
    }
}
