package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.analysis.SearchTheory.Across;
import org.sgdlimits.analysis.SearchTheory.Boundary;
import org.sgdlimits.analysis.SearchTheory.OptimalPoint;
import org.sgdlimits.analysis.SearchTheory.Region;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Target;
import org.sgdlimits.model.TrainingRule;

/**
 * The plane of batch and rate as the theory draws it: θ = δ + (ℓ−2)/2 for δ + μ ≥ ℓ/2; δ ≥ 0 for the square loss, best batch
 * d^{ℓ/2}; down to δ = −(ℓ−2)/2 at n_b = d^{ℓ−1} for the correlation loss and the spherical rule; one giant step at n_b = d^ℓ.
 */
@Tag("validation")
final class SearchTheoryTest {

    private static final SearchTheory[] SQUARE = theories(false);
    private static final SearchTheory[] LARGE = theories(true);

    private static SearchTheory[] theories(boolean largeRates) {
        SearchTheory[] theories = new SearchTheory[5];
        for (int l = 1; l < theories.length; l++) {
            theories[l] = new SearchTheory(l, largeRates);
        }
        return theories;
    }

    private static void holds(Region region, double exponent, SearchTheory theory, double mu, double delta) {
        assertEquals(region, theory.region(mu, delta), theory + " at " + mu + ", " + delta);
        OptionalDouble steps = theory.stepsExponent(mu, delta);
        if (Double.isNaN(exponent)) {
            assertTrue(steps.isEmpty());
        } else {
            // sums of halves and quarters are exact
            assertEquals(exponent, steps.orElseThrow(), 0);
        }
    }

    @Test
    void theSquareLossLearnsAboveTheNoiseAtRatesThatVanish() {
        // one sample a step: θ = 1 at l = 1, 2 (there times log d), l − 1 beyond
        holds(Region.LEARNING, 1, SQUARE[1], 0, 1);
        holds(Region.LEARNING, 1, SQUARE[2], 0, 1);
        holds(Region.LEARNING, 2, SQUARE[3], 0, 1.5);
        holds(Region.LEARNING, 3, SQUARE[4], 0, 2);
        // the best batch
        holds(Region.LEARNING, 0, SQUARE[1], 1, 0);
        holds(Region.LEARNING, 0, SQUARE[2], 1, 0);
        holds(Region.LEARNING, 0.5, SQUARE[3], 1.5, 0);
        holds(Region.LEARNING, 1, SQUARE[4], 2, 0);
        for (int l = 1; l <= 4; l++) {
            double least = Math.max(1, 0.5 * l);
            holds(Region.NOT_LEARNING, Double.NaN, SQUARE[l], 0, least - 0.25);
            holds(Region.NOT_LEARNING, Double.NaN, SQUARE[l], least - 0.25, 0);
            holds(Region.EXPANSION_NOT_DEFINED, Double.NaN, SQUARE[l], 5, -0.25);
            holds(Region.EXPANSION_NOT_DEFINED, Double.NaN, SQUARE[l], 0, -0.25);
            holds(Region.LEARNING, 3 + Math.max(0, 0.5 * l - 1), SQUARE[l], 0.5, 3);
        }
    }

    @Test
    void theCorrelationLossGoesOnToStepsOfOrderOneAndOneGiantStep() {
        for (int l = 2; l <= 4; l++) {
            double least = 1 - 0.5 * l;
            holds(Region.LEARNING, 0, LARGE[l], l - 1, least);
            holds(Region.NOT_LEARNING, Double.NaN, LARGE[l], l - 1.25, least);
            holds(Region.POLYLOG, 0, LARGE[l], l - 1, least - 0.25);
            holds(Region.NOT_LEARNING, Double.NaN, LARGE[l], l - 1.25, least - 0.25);
            holds(Region.NOT_LEARNING, Double.NaN, LARGE[l], l - 1.25, -9);
            holds(Region.POLYLOG, 0, LARGE[l], l - 0.25, -9);
            holds(Region.ONE_STEP, 0, LARGE[l], l, least - 0.5);
            holds(Region.POLYLOG, 0, LARGE[l], l, least - 0.25);
            holds(Region.ONE_STEP, 0, LARGE[l], 9, -9);
            // above δ = 0 the two families are one
            holds(Region.LEARNING, 0.5 * l, LARGE[l], 0.5 * l, 1);
            holds(Region.NOT_LEARNING, Double.NaN, LARGE[l], 0.5 * l - 1.25, 1);
        }
        // between δ = −1 and 0 at l = 4, where the square loss has no expansion
        holds(Region.LEARNING, 0.5, LARGE[4], 2.5, -0.5);
        holds(Region.NOT_LEARNING, Double.NaN, LARGE[4], 2.25, -0.5);
    }

    /** A step of any length along the mean of n_b gradients has overlap √(n_b/d): order one from n_b = d on, and not before. */
    @Test
    void atInformationExponentOneAGiantStepNeedsABatchOfTheDimension() {
        holds(Region.ONE_STEP, 0, LARGE[1], 1, -0.25);
        holds(Region.ONE_STEP, 0, LARGE[1], 3, -5);
        holds(Region.NOT_LEARNING, Double.NaN, LARGE[1], 0.75, -0.25);
        holds(Region.NOT_LEARNING, Double.NaN, LARGE[1], 0, -5);
        holds(Region.LEARNING, 0, LARGE[1], 1, 0);
    }

    /** A point just this and just that side of each boundary, away from its ends: the prediction is another one. */
    @Test
    void acrossEveryBoundaryTheRegionChangesAndNowhereElse() {
        for (SearchTheory[] family : List.of(SQUARE, LARGE)) {
            for (int l = 1; l <= 4; l++) {
                for (Boundary line : family[l].boundaries()) {
                    double length = Math.hypot(line.mu()[1] - line.mu()[0], line.delta()[1] - line.delta()[0]);
                    double acrossMu = (line.delta()[1] - line.delta()[0]) / length;
                    double acrossDelta = -(line.mu()[1] - line.mu()[0]) / length;
                    for (double along : new double[] {0.2371, 0.5012, 0.803}) {
                        double mu = line.mu()[0] + along * (line.mu()[1] - line.mu()[0]);
                        double delta = line.delta()[0] + along * (line.delta()[1] - line.delta()[0]);
                        Region one = family[l].region(mu + 1e-6 * acrossMu, delta + 1e-6 * acrossDelta);
                        Region other = family[l].region(mu - 1e-6 * acrossMu, delta - 1e-6 * acrossDelta);
                        assertNotEquals(one, other, family[l] + " across " + line.across());
                        if (line.across() == Across.NOISE) {
                            assertNotEquals(one.found(), other.found());
                            assertEquals(0, family[l].distance(mu, delta), 1e-12);
                        }
                    }
                }
                changesOnlyAcrossBoundaries(family[l]);
            }
        }
    }

    /** Neighbours on a lattice that misses all lines differ only where a line passes between them. */
    private static void changesOnlyAcrossBoundaries(SearchTheory theory) {
        double spacing = 0.1;
        for (double mu = -1.033; mu < 5; mu += spacing) {
            for (double delta = -3.047; delta < 3; delta += spacing) {
                for (double[] next : new double[][] {{mu + spacing, delta}, {mu, delta + spacing}}) {
                    if (theory.region(mu, delta) != theory.region(next[0], next[1])) {
                        double x = 0.5 * (mu + next[0]);
                        double y = 0.5 * (delta + next[1]);
                        assertTrue(
                                theory.boundaries().stream().anyMatch(line -> line.distance(x, y) <= 0.5 * spacing),
                                theory + " changes at " + x + ", " + y);
                    }
                }
            }
        }
    }

    /** 0.95 + 0.05 and the like need not be 1 in binary: a point that people put on a line counts as on it. */
    @Test
    void pointsThatPeopleWriteOnALineBelongToIt() {
        for (int l = 1; l <= 4; l++) {
            for (int cents = -200; cents <= 400; cents++) {
                double delta = Double.parseDouble(cents + "e-2");
                double mu = Double.parseDouble(Math.max(100, 50 * l) - cents + "e-2");
                if (delta >= LARGE[l].leastDelta()) {
                    assertEquals(Region.LEARNING, LARGE[l].region(mu, delta), l + ": " + mu + ", " + delta);
                }
            }
        }
    }

    @Test
    void distancesAreThoseOfPlaneGeometry() {
        // from the line δ + μ = 3/2
        assertEquals(0.5 / Math.sqrt(2), SQUARE[3].distance(1, 1), 1e-15);
        // from δ = 0, which ends nowhere
        assertEquals(0.25, SQUARE[3].distance(7, 0.25), 1e-15);
        // from the corner (2, −1/2) of the correlation loss; the line of one step does not part found from not found
        assertEquals(1, LARGE[3].distance(3, -0.5), 1e-15);
        assertEquals(1, LARGE[3].distance(3, -2), 1e-15);
        assertEquals(Math.hypot(1, 0.5), LARGE[3].distance(2 + Math.hypot(1, 0.5), -4), 1e-15);
    }

    @Test
    void theBestPointsAreThoseOfThePaper() {
        for (int l = 2; l <= 4; l++) {
            List<OptimalPoint> points = SQUARE[l].optimalPoints();
            assertEquals(new OptimalPoint("optimal for SGD on the square loss", 0.5 * l, 0), points.get(0));
            assertEquals(
                    new OptimalPoint("optimal for the correlation loss", l - 1, l == 2 ? 0 : 1 - 0.5 * l),
                    points.get(1));
            assertEquals(Region.LEARNING, SQUARE[l].region(points.get(0).mu(), 0));
            assertEquals(
                    0,
                    LARGE[l].stepsExponent(points.get(1).mu(), points.get(1).delta())
                            .orElseThrow(),
                    0);
            // no more samples than one a step needs
            assertEquals(
                    SQUARE[l].stepsExponent(0, 0.5 * l).orElseThrow(),
                    SQUARE[l].stepsExponent(0.5 * l, 0).orElseThrow() + 0.5 * l,
                    0);
        }
    }

    /** α_c(N, k) = 1, log N, N^{k−2}. */
    @Test
    void theCriticalNumberOfSamplesIsThatOfTheNotes() {
        assertEquals(1, SQUARE[1].criticalSamples(1000), 0);
        assertEquals(Math.log(1000), SQUARE[2].criticalSamples(1000), 0);
        assertEquals(1000, SQUARE[3].criticalSamples(1000), 0);
        assertEquals(1e6, SQUARE[4].criticalSamples(1000), 1e-9);
    }

    /** mpmath.quad with 30 digits from 1e-6 to 1/2; the integrator is asked for 1e-12. */
    @Test
    void thePathOfTheDriftIsThatOfMpmath() {
        double[] reference = {0.5493051443340549, 13.266204413629719, 999998.5493051443, 500000000011.2662};
        for (int l = 1; l <= 4; l++) {
            assertEquals(reference[l - 1], SQUARE[l].path(1e-6, 0.5), 1e-11 * reference[l - 1]);
        }
    }

    private static Activation hermite(double... coefficients) {
        return Activation.hermite(coefficients);
    }

    private static Problem<Network> problem(Activation student, Target target, TrainingRule rule) {
        return Problem.of(Network.student(1, student).target(target)).rule(rule).dimension(100);
    }

    private static Optional<SearchTheory> of(Activation student, Target target, TrainingRule rule) {
        return SearchTheory.of(problem(student, target, rule));
    }

    private static final TrainingRule PROJECTED = TrainingRule.projected(0.1);

    @Test
    void theTheoryOfAProblemIsThatOfTheLowestTermThatItsStudentSees() {
        Target third = Target.hermite(1, HermiteTerm.of(1, 3));
        assertEquals(Optional.of(SQUARE[3]), of(hermite(0, 0, 0, 1), third, PROJECTED));
        assertEquals(Optional.of(LARGE[3]), of(hermite(0, 0, 0, 1), third, TrainingRule.spherical(0.1)));
        assertEquals(
                Optional.of(LARGE[3]),
                SearchTheory.of(Problem.of(Network.student(1, hermite(0, 0, 0, 1))
                                .target(third)
                                .loss(Loss.CORRELATION))
                        .rule(PROJECTED)
                        .dimension(100)));
        // h1 + h3, of which an h3 student sees h3 alone
        Target mixed = Target.hermite(1, HermiteTerm.of(1, 1), HermiteTerm.of(1, 3));
        assertEquals(Optional.of(SQUARE[3]), of(hermite(0, 0, 0, 1), mixed, PROJECTED));
        assertEquals(Optional.of(SQUARE[1]), of(hermite(0, 1, 0, 1), mixed, PROJECTED));
        // a constant is nothing to be found
        Target constant = Target.hermite(1, HermiteTerm.of(3, 0), HermiteTerm.of(1, 2));
        assertEquals(Optional.of(SQUARE[2]), of(hermite(1, 0, 1), constant, PROJECTED));
        // z1 z2 z3 is of degree three
        Target multi = Target.hermite(3, HermiteTerm.of(1, 1, 1, 1), HermiteTerm.of(1, 4, 0, 0));
        assertEquals(Optional.of(SQUARE[3]), of(hermite(0, 0, 0, 1), multi, PROJECTED));
        assertEquals(Optional.of(SQUARE[4]), of(hermite(0, 0, 1, 0, 1), multi, PROJECTED));
    }

    @Test
    void whereNothingIsKnownThereIsNoTheory() {
        // the coefficients of relu vanish at odd degrees from three on
        Target third = Target.hermite(1, HermiteTerm.of(1, 3));
        assertEquals(Optional.empty(), of(Activation.RELU, third, PROJECTED));
        assertEquals(Optional.empty(), of(hermite(0, 0, 0, 1), third, TrainingRule.plain(0.1)));
    }

    @Test
    @Tag("regression")
    void theExponentIsAtLeastOne() {
        assertEquals(
                "information exponent: expected a whole number >= 1, got 0",
                assertThrows(IllegalArgumentException.class, () -> new SearchTheory(0, false))
                        .getMessage());
    }
}
