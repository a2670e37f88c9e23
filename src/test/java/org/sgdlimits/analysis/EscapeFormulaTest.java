package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Normalization;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * The escape formulas against values of mpmath at 30 digits (density times integrand by {@code mpmath.quad} with panels
 * that end at the logarithm's singularity), against the derived law of one step, and against limits in closed form.
 */
@Tag("validation")
final class EscapeFormulaTest {

    /** Closed forms and quadratures to 1e-13 leave some ten roundings. */
    private static final double ROUNDING = 1e-12;

    /** Two-sided normal quantile of false-alarm probability 6e-7. */
    private static final double FIVE_SIGMA = 5;

    private static Network network(int width, double noise) {
        return Network.student(width, Activation.SQUARE)
                .teacher(1, Activation.SQUARE)
                .labelNoise(noise);
    }

    private static Problem<Network> problem(int width, double rate, double noise, long dimension) {
        return new Problem<>(
                network(width, noise), TrainingRule.projected(rate), dimension, Start.random(1), Horizon.tau(1));
    }

    private static EscapeFormula formula(int width, double rate, double noise, long dimension, double fall) {
        return EscapeFormula.of(problem(width, rate, noise, dimension), fall).orElseThrow();
    }

    /** Students of overlap m with the teacher, otherwise orthogonal. */
    private static Start orthogonal(int width, double m) {
        double[][] overlap = new double[width][1];
        double[][] q = new double[width][width];
        for (int j = 0; j < width; j++) {
            overlap[j][0] = m;
            q[j][j] = 1;
        }
        return Start.overlaps(overlap, q, new double[][] {{1}});
    }

    private static FieldDynamics dynamics(Problem<Network> problem) {
        double[][] omega = ((Start.Overlaps) problem.start()).gram().omega();
        return StepLaw.of(problem).dynamics(new double[][][] {omega});
    }

    /** The published formulas at this point: annealed rounded to 5e-5, quenched cut after three digits. */
    @Test
    void theKnownTimesAreFound() {
        EscapeFormula formula = formula(1, 0.1, 1e-4, 3000, 0.01);
        assertEquals(1.0730, formula.annealed().flowTime(), 5e-5);
        assertEquals(1.469, formula.quenched(1).flowTime(), 1e-3);
    }

    /** mpmath: quenched 2∫₀^∞ φ(z) log(·) dz, and so the two logarithms of diffusive, each by itself. */
    @ParameterizedTest
    @CsvSource({
        "0.1,  1e-4, 3000,       0.01,  1.073033591607287863,    1.4697311911614198514,   1.183382851822090386",
        "0.05, 0.5,  1000,       0.5,   1.1301104725009591411,   1.3610853543377467635,   1.2929592726211266374",
        "0.01, 0,    100,        0.001, 0.012553281306048445542, 0.093577252632721895496, 0.085349140436167710417",
        "0.1,  0.25, 1000000000, 0.99,  6.681682419710648621,    7.0914768859885448049,   6.7856577149599204931"
    })
    void randomStartsOfOneStudentMatchQuadrature(
            double rate,
            double noise,
            long dimension,
            double fall,
            double annealed,
            double quenched,
            double diffusive) {
        List<EscapeFormula.Estimate> estimates =
                formula(1, rate, noise, dimension, fall).estimates(1);
        assertEquals(
                List.of("annealed", "quenched", "diffusive"),
                estimates.stream().map(EscapeFormula.Estimate::name).toList());
        assertEquals(annealed, estimates.get(0).flowTime(), ROUNDING);
        assertEquals(quenched, estimates.get(1).flowTime(), ROUNDING);
        assertEquals(diffusive, estimates.get(2).flowTime(), ROUNDING);
        estimates.forEach(estimate -> assertEquals(0, estimate.standardError()));
    }

    /** mpmath: ∫ φ(z) log((√μ₀ + (c/g)^{1/2} z)²) dz with panels closing in on the zero. */
    @ParameterizedTest
    @CsvSource({
        "0.1,   1e-4, 3000,    0.01, 0.02, 1.0180476783001659056,  1.1253646721018714967",
        "0.05,  0.5,  1000,    0.5,  0.2,  0.46635442862937031565, 0.4684571831009664704",
        "0.1,   1e-4, 3000,    0.01, 0,    Infinity,               1.3331648788230891037",
        "0.001, 0,    1000000, 0.5,  0.25, 0.26912300848796161605, 0.26912302063326982186"
    })
    void fixedStartsOfOneStudentMatchQuadrature(
            double rate,
            double noise,
            long dimension,
            double fall,
            double overlap,
            double linearised,
            double diffusive) {
        Problem<Network> fixed = problem(1, rate, noise, dimension).start(Start.overlap(overlap));
        List<EscapeFormula.Estimate> estimates =
                EscapeFormula.of(fixed, fall).orElseThrow().estimates(1);
        assertEquals(
                List.of("linearised", "diffusive"),
                estimates.stream().map(EscapeFormula.Estimate::name).toList());
        assertEquals(linearised, estimates.get(0).flowTime(), ROUNDING);
        assertEquals(diffusive, estimates.get(1).flowTime(), ROUNDING);
    }

    /** mpmath: ∫ φ(z) log(1 + b/z²) dz. */
    @ParameterizedTest
    @CsvSource({
        "1e-6, 0.0025056286922357755844",
        "0.5,  1.3873288562559895689",
        "30,   4.7033856950615398277",
        "1e6,  15.085874403424252279",
        "1e14, 33.506554147378127746"
    })
    void meanLogarithmOfARatioMatchesQuadrature(double b, double expected) {
        assertEquals(expected, LogMoments.ofOnePlusRatio(b), ROUNDING * Math.max(1, expected));
        assertEquals(0, LogMoments.ofOnePlusRatio(0));
    }

    /** mpmath: the density of the noncentral χ by its Bessel function, on both sides of the switch to the expansion. */
    @ParameterizedTest
    @CsvSource({
        "1, 0,     -1.27036284546147817",
        "1, 3.7,   0.94121188884600557049",
        "1, 9990,  9.2092397565074363749",
        "1, 10010, 9.2112399572343335829",
        "5, 0.3,   1.4550461045445346955",
        "5, 40,    3.7629253461590049409",
        "5, 49900, 10.817836401377675727",
        "5, 50100, 10.821836166714861991",
        "2, 1e7,   16.118095650958319788"
    })
    void meanLogarithmOfANoncentralChiSquareMatchesQuadrature(int n, double lambda, double expected) {
        // Beyond the switch the first term dropped is below 10/λ³ = 1e-11.
        double tolerance = lambda > 1e4 * n ? 1e-11 : ROUNDING * Math.max(1, expected);
        assertEquals(expected, LogMoments.ofNoncentralChiSquare(n, lambda), tolerance);
    }

    @Test
    void driftAndDiffusionOfOneStudentAddUpToEight() {
        for (double rate : new double[] {0.01, 0.1, 0.15}) {
            for (double noise : new double[] {0, 0.3}) {
                EscapeRate escape = formula(1, rate, noise, 1000, 0.1).rate();
                assertEquals(8, escape.growth() + escape.diffusion(), ROUNDING);
            }
        }
    }

    /** dΣm²/dτ = (γ/p) g Σm² up to a relative O(ε²) at overlap ε. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "5, 1", "1, 7", "2, 7", "5, 7"})
    void growthRateIsThatOfTheDerivedLaw(int width, long batch) {
        double epsilon = 1e-5;
        double rate = 0.08;
        for (TrainingRule rule : List.of(TrainingRule.projected(rate), TrainingRule.spherical(rate))) {
            Problem<Network> problem =
                    Problem.of(network(width, 0.7)).rule(rule.withBatch(batch)).start(orthogonal(width, epsilon));
            FieldDynamics dynamics = dynamics(problem);
            double[] s = new double[dynamics.components().size()];
            double[] drift = new double[s.length];
            dynamics.start(s);
            dynamics.drift(0, s, drift);
            double growth = 0;
            for (int j = 0; j < width; j++) {
                growth += 2 * s[j] * drift[j];
            }
            growth /= width * epsilon * epsilon;
            double expected =
                    EscapeFormula.of(problem, 0.1).orElseThrow().rate().growth() * rate / width;
            // ε² = 1e-10 times coefficients of order ten
            assertEquals(expected, growth, 1e-8);
        }
    }

    /** The covariance of M in τ at independent fields is (γ/p) c times the identity; up to p = 3 the law has it exactly. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "1, 3", "2, 3"})
    void diffusionIsThatOfTheDerivedLaw(int width, long batch) {
        double rate = 0.08;
        Problem<Network> problem = Problem.of(network(width, 0.7))
                .rule(TrainingRule.projected(rate).withBatch(batch))
                .start(orthogonal(width, 0));
        FieldDynamics dynamics = dynamics(problem);
        double[] s = new double[dynamics.components().size()];
        double[][] covariance = new double[s.length][s.length];
        dynamics.start(s);
        dynamics.covariance(0, s, covariance);
        double expected = EscapeFormula.of(problem, 0.1).orElseThrow().rate().diffusion() * rate / width;
        for (int j = 0; j < width; j++) {
            for (int l = 0; l < width; l++) {
                assertEquals(j == l ? expected : 0, covariance[j][l], ROUNDING);
            }
        }
    }

    /** The drift of Q_12 at Q_12 = ε, M = 0, is −(γ/p) r ε up to a relative O(ε²), its variance in τ at ε = 0 is (γ/p) c_Q. */
    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "5, 1", "2, 4", "3, 4"})
    void overlapsOfStudentsDecayAndSpreadAsTheDerivedLawHasThem(int width, long batch) {
        double epsilon = 1e-5;
        double rate = 0.9;
        double[][] q = new double[width][width];
        double[][] apart = new double[width][width];
        for (int j = 0; j < width; j++) {
            q[j][j] = 1;
            apart[j][j] = 1;
        }
        q[0][1] = epsilon;
        q[1][0] = epsilon;
        Problem<Network> problem = Problem.of(network(width, 0.7))
                .rule(TrainingRule.projected(rate).withBatch(batch))
                .start(Start.overlaps(new double[width][1], q, new double[][] {{1}}));
        EscapeRate escape = EscapeFormula.of(problem, 0.1).orElseThrow().rate();
        FieldDynamics dynamics = dynamics(problem);
        int pair = dynamics.components().indexOf("Q[1,2]");
        double[] s = new double[dynamics.components().size()];
        double[] drift = new double[s.length];
        dynamics.start(s);
        dynamics.drift(0, s, drift);
        assertEquals(-escape.pairDecay() * rate / width, drift[pair] / epsilon, 1e-8);
        if (width > 3) {
            return; // beyond, the law's covariance is a quasi-Monte Carlo estimate
        }
        FieldDynamics orthogonal =
                dynamics(problem.start(Start.overlaps(new double[width][1], apart, new double[][] {{1}})));
        double[][] covariance = new double[s.length][s.length];
        orthogonal.start(s);
        orthogonal.covariance(0, s, covariance);
        double expected = escape.pairDiffusion() * rate / width;
        assertEquals(expected, covariance[pair][pair], 1e-12 * expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1, 0.5, 1", "5, 0.5, 1", "3, 2, 4"})
    void optimalRateTakesTheFewestSteps(int width, double noise, long batch) {
        EscapeRate escape = new EscapeRate(width, batch, noise, 0.1);
        double optimum = new BrentOptimizer(1e-10, 1e-14)
                .optimize(
                        new MaxEval(200),
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(rate -> annealedSteps(width, noise, batch, rate)),
                        new SearchInterval(0.01 * escape.largest(), 0.99 * escape.largest()))
                .getPoint();
        // A minimum is flat: its place is found to the square root of rounding.
        assertEquals(escape.optimal(), optimum, 1e-7 * escape.optimal());
    }

    /** mpmath: the root of d/dγ of [E log(Td/μ + 1 − T) − log(1 + c/g)]/(γ g), μ ~ χ²(1), at d = 5000, T = 0.1, Δ = 0.5. */
    @Test
    void noiseMovesTheOptimalRateFromRandomStartsUp() {
        double optimum = formula(1, 0.08, 0.5, 5000, 0.1).optimalRateWithNoise().orElseThrow();
        // Brent's tolerance of 1e-6, twice
        assertEquals(0.0864415636059749, optimum, 2e-6 * optimum);
    }

    private static double annealedSteps(int width, double noise, long batch, double rate) {
        EscapeFormula formula = EscapeFormula.of(
                        problem(width, rate, noise, 3000)
                                .rule(TrainingRule.projected(rate).withBatch(batch)),
                        0.1)
                .orElseThrow();
        return formula.steps(formula.annealed().flowTime());
    }

    @Test
    void oneStudentHasTheRatesOfThePaper() {
        EscapeRate escape = formula(1, 0.1, 0.5, 1000, 0.1).rate();
        assertEquals(1 / 12.5, escape.optimal(), ROUNDING);
        assertEquals(1.0 / 6, formula(1, 0.1, 0, 1000, 0.1).rate().largest(), ROUNDING);
        assertEquals(8 * (1 - 0.6) - 4 * 0.1 * 0.5, escape.growth(), ROUNDING);
        assertEquals(0.1 * 0.5 / (1 - 0.6), escape.plateau().orElseThrow(), ROUNDING);
        assertEquals(
                OptionalDouble.empty(), formula(5, 0.1, 0.5, 1000, 0.1).rate().plateau());
    }

    /** The plateau is 2(1 − m²) at the m where the derived drift vanishes. */
    @Test
    void driftVanishesAtThePlateau() {
        Problem<Network> problem =
                problem(1, 0.3, 0.5, 1000).rule(TrainingRule.projected(0.3).withBatch(4));
        double plateau =
                EscapeFormula.of(problem, 0.1).orElseThrow().rate().plateau().orElseThrow();
        FieldDynamics dynamics = dynamics(problem.start(Start.overlap(Math.sqrt(1 - plateau / 2))));
        double[] s = new double[2];
        double[] drift = new double[2];
        dynamics.start(s);
        dynamics.drift(0, s, drift);
        assertEquals(0, drift[0], ROUNDING);
    }

    /** The annealed logarithm of p → ∞ lies log 2 below that of p = 1: the gain nears its limit like 1/log d. */
    @Test
    void gainTendsToItsLimit() {
        for (double noise : new double[] {0, 0.5}) {
            EscapeFormula wide = formula(100_000, 0.1, noise, Long.MAX_VALUE, 0.5);
            double limit = (12 + noise) / (2 + noise);
            double logarithm = Math.log(0.5 * Long.MAX_VALUE);
            assertEquals(limit, wide.rate().limitingGain(), ROUNDING);
            // 1/p = 1e-5 in c_p and in the logarithm
            assertEquals(limit * logarithm / (logarithm - Math.log(2)), wide.gain(), 1e-4 * limit);
        }
        assertEquals(1, formula(1, 0.1, 0.5, 1000, 0.1).gain(), ROUNDING);
    }

    /**
     * At d = 10¹⁰ the start's own terms in N are 1e-9; E log μ₀ = log 2 + ψ(p/2), which is log 2 − γ_E for p = 2 and
     * 8/3 − log 2 − γ_E for p = 5, and E log μ_eff is that + log(1 + c/g).
     */
    @ParameterizedTest
    @CsvSource({"2, 0.11593151565841245", "5, 1.3963038212051886"})
    void randomStartsOfMoreStudentsTendToTheLogarithmsOfChiSquare(int width, double logChiSquare) {
        EscapeFormula formula = formula(width, 0.3, 0.2, 10_000_000_000L, 0.5);
        double g = formula.rate().growth();
        double quenched = (Math.log(0.5 * (width + 1) * width * 1e10 / (2 * width)) - logChiSquare) / g;
        EscapeFormula.Estimate sampled = formula.quenched(3);
        assertEquals(quenched, sampled.flowTime(), FIVE_SIGMA * sampled.standardError());
        assertTrue(sampled.standardError() <= 1e-3 * sampled.flowTime());
        EscapeFormula.Estimate diffusive = formula.diffusive(3);
        double shift = Math.log1p(formula.rate().diffusion() / g) / g;
        assertEquals(quenched - shift, diffusive.flowTime(), FIVE_SIGMA * diffusive.standardError());
        assertTrue(diffusive.standardError() <= 1e-3 * diffusive.flowTime());
    }

    /** By hand for p = 2, Q₁₂ = 1/2, m = (0.1, 0). */
    @Test
    void fixedStartsOfMoreStudentsUseTheirOwnSums() {
        Start start =
                Start.overlaps(new double[][] {{0.1}, {0}}, new double[][] {{1, 0.5}, {0.5, 1}}, new double[][] {{1}});
        EscapeFormula formula =
                EscapeFormula.of(problem(2, 0.1, 0, 400).start(start), 0.5).orElseThrow();
        // μ₀ = 4, τ₀ = 200, N = 0.5·6·400 + 0.5·(16 − 200) = 1108
        assertEquals(
                Math.log(1108.0 / 16) / formula.rate().growth(),
                formula.linearised().orElseThrow().flowTime(),
                ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"1, 3000", "1, 50", "2, 3000", "5, 3000"})
    void quenchedIsNeverBeforeAnnealed(int width, long dimension) {
        EscapeFormula formula = formula(width, 0.1, 1e-4, dimension, 0.01);
        EscapeFormula.Estimate quenched = formula.quenched(1);
        assertTrue(quenched.flowTime() + FIVE_SIGMA * quenched.standardError()
                >= formula.annealed().flowTime());
    }

    @Test
    void aRateTooLargeNeverEscapes() {
        for (int width : new int[] {1, 5}) {
            double largest = formula(width, 0.1, 0.5, 1000, 0.1).rate().largest();
            EscapeFormula random = formula(width, 1.01 * largest, 0.5, 1000, 0.1);
            random.estimates(1).forEach(estimate -> assertEquals(Double.POSITIVE_INFINITY, estimate.flowTime()));
            EscapeFormula fixed = EscapeFormula.of(
                            problem(width, 1.01 * largest, 0.5, 1000).start(orthogonal(width, 0.1)), 0.1)
                    .orElseThrow();
            fixed.estimates(1).forEach(estimate -> assertEquals(Double.POSITIVE_INFINITY, estimate.flowTime()));
            assertEquals(OptionalDouble.empty(), random.rate().plateau());
        }
    }

    @Test
    void stepsAreThoseOfTheClock() {
        EscapeFormula formula = formula(5, 0.1, 0, 1000, 0.1);
        assertEquals(2 * 5 * 1000 / 0.1, formula.steps(2), 1e-12 * 1e5);
    }

    @Test
    @Tag("regression")
    void samplesAreReproducible() {
        assertEquals(
                formula(3, 0.1, 0, 500, 0.1).quenched(7),
                formula(3, 0.1, 0, 500, 0.1).quenched(7));
    }

    @Test
    @Tag("regression")
    void otherProblemsAreToldTheirDifference() {
        Network network = network(2, 0);
        TrainingRule rule = TrainingRule.projected(0.1);
        Map<String, Network> others = Map.of(
                "the student's activation is not the square",
                        Network.student(2, Activation.RELU).teacher(1, Activation.SQUARE),
                "the teacher's activation is not the square",
                        Network.student(2, Activation.SQUARE).teacher(1, Activation.RELU),
                "the teacher's width is not 1",
                        Network.student(2, Activation.SQUARE).teacher(2, Activation.SQUARE),
                "the teacher's second layer is not 1", network.teacherLayer(2),
                "the second layer is trained", network.trainSecondLayer(),
                "the second layer is not 1 throughout", network.secondLayer(1, 2),
                "the loss is not the square loss", network.loss(Loss.CORRELATION),
                "the normalisation is not the mean over the students", network.normalization(Normalization.SUM),
                "the covariance is not the identity",
                        network.covariance(Covariance.eigenvalues(new double[] {0.5, 1.5}, new long[] {500, 500})));
        others.forEach((sentence, other) -> assertEquals(
                Optional.of(sentence), EscapeFormula.whyNot(Problem.of(other).rule(rule))));
        Problem<Network> plain = Problem.of(network);
        assertEquals(
                Optional.of("the rule does not keep the students on the unit sphere"), EscapeFormula.whyNot(plain));
        assertEquals(
                Optional.of("the learning rate is not constant"),
                EscapeFormula.whyNot(plain.rule(TrainingRule.projected(Schedule.power(0.1, 1, 1)))));
        Start longTeacher = Start.overlaps(new double[][] {{0}}, new double[][] {{1}}, new double[][] {{4}});
        assertEquals(
                Optional.of("the teacher's norm is not 1"),
                EscapeFormula.whyNot(problem(1, 0.1, 0, 100).start(longTeacher)));
        assertEquals(Optional.empty(), EscapeFormula.whyNot(plain.rule(TrainingRule.spherical(0.1))));
        assertEquals(Optional.empty(), EscapeFormula.of(plain, 0.1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    @Tag("regression")
    void fractionsOutsideTheUnitIntervalAreRefused(double fall) {
        Problem<Network> problem = problem(1, 0.1, 0, 100);
        String message = assertThrows(IllegalArgumentException.class, () -> EscapeFormula.of(problem, fall))
                .getMessage();
        assertTrue(message.startsWith("exit.fraction: expected a number between 0 and 1"), message);
        assertTrue(message.endsWith("got " + fall), message);
    }
}
