package org.sgdlimits.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.SearchTheory.Region;

/**
 * Measured exponents in the plane of batch n_b = n₀ d^μ and rate γ = γ₀ d^{1−δ}, beside the regions of the theory.
 *
 * <p>A target counts as found at (μ, δ) where half of the runs (all of them, if means are asked for) pass the threshold within the
 * horizon at the largest dimension.
 *
 * @param method whose exits they are
 * @param fixed the values of axes that the picture does not show, by key
 * @param theory what is predicted, where a theory applies
 * @param mu abscissae, increasing
 * @param delta ordinates, increasing
 * @param cells one a point, [δ][μ]
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read by figures and tables
public record PhaseDiagram(
        String method,
        Map<String, String> fixed,
        Optional<SearchTheory> theory,
        double[] mu,
        double[] delta,
        List<List<Cell>> cells) {

    /** How a cell stands to the theory. */
    public enum Agreement {
        /** Found where it is predicted to be, or not found where it is not. */
        AGREES,
        /** It differs, nearer to a line of the theory than the margin. */
        DIFFERS_NEAR_A_LINE,
        /** It differs. */
        DISAGREES,
        /** Nothing is predicted. */
        NO_PREDICTION
    }

    /**
     * One point of the plane.
     *
     * @param series what was measured
     * @param found whether the target is found at the largest dimension
     * @param region by theory
     * @param distance from the nearest line of the theory that parts found from not found
     * @param agreement of measurement and theory
     */
    public record Cell(
            double mu,
            double delta,
            ScalingSeries series,
            boolean found,
            Optional<Region> region,
            double distance,
            Agreement agreement) {

        /** θ, corrected for finite size where that is known; where the target is found and there are two dimensions or more. */
        public OptionalDouble exponent() {
            return found && series.best().isPresent()
                    ? OptionalDouble.of(series.best().get().exponent())
                    : OptionalDouble.empty();
        }

        /** How far the exponent is from the predicted one; both must be there. */
        public double exponentGap() {
            return Math.abs(exponent().orElseThrow() - series.predicted().orElseThrow());
        }

        /** The standard error of the exponent. */
        public double exponentError() {
            return series.best().orElseThrow().standardError();
        }
    }

    static Cell cell(double mu, double delta, ScalingSeries series, Optional<SearchTheory> theory, double margin) {
        boolean found = series.isFound();
        Optional<Region> region = theory.map(known -> known.region(mu, delta));
        double distance = theory.map(known -> known.distance(mu, delta)).orElse(Double.NaN);
        Agreement agreement;
        if (region.isEmpty() || region.get() == Region.EXPANSION_NOT_DEFINED) {
            agreement = Agreement.NO_PREDICTION;
        } else if (region.get().found() == found) {
            agreement = Agreement.AGREES;
        } else {
            agreement = distance < margin ? Agreement.DIFFERS_NEAR_A_LINE : Agreement.DISAGREES;
        }
        return new Cell(mu, delta, series, found, region, distance, agreement);
    }

    /** How many cells stand so to the theory. */
    public long count(Agreement agreement) {
        return cells.stream()
                .flatMap(List::stream)
                .filter(cell -> cell.agreement() == agreement)
                .count();
    }

    /** The cell whose exponent is farthest from the predicted one, of those {@link #fitted}. */
    public Optional<Cell> farthest(double margin) {
        return fitted(margin).stream().max(Comparator.comparingDouble(Cell::exponentGap));
    }

    /**
     * The cells of the region {@link Region#LEARNING} that are found, at least {@code margin} away from the lines, and have an
     * exponent. Elsewhere steps are of order one, up to logarithms, and count whole.
     */
    public List<Cell> fitted(double margin) {
        return cells.stream()
                .flatMap(List::stream)
                .filter(cell -> cell.region().filter(Region.LEARNING::equals).isPresent()
                        && cell.distance() >= margin
                        && cell.exponent().isPresent()
                        && cell.series().predicted().isPresent())
                .toList();
    }
}
