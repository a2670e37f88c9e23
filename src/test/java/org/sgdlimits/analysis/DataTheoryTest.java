package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.leastsquares.BatchRule;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.LabelledData;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.leastsquares.RowRisk;
import org.sgdlimits.leastsquares.SpectrumMethod;
import org.sgdlimits.model.Schedule;

/** Validation: the theory of two rows, (1, 0) and (0, 2), by hand: n = 2, eigenvalues 1 and 4. */
@Tag("validation")
class DataTheoryTest {

    private static final DenseMatrix DESIGN = DenseMatrix.of(new double[][] {{1, 0}, {0, 2}});

    private static DataTask task(BatchRule rule) {
        LeastSquaresProblem problem = LeastSquaresProblem.of(DESIGN, new double[] {1, 1})
                .observing(RowRisk.test(new LabelledData(DESIGN, new double[] {1, 2})))
                .rule(rule)
                .until(3);
        return new DataTask(problem, "two rows", List.of(), new ModesOnce(SpectrumMethod.exact()));
    }

    /** tr = 5: threshold 4/5; γ_* = 1/((1/4)·16/3); κ = 4, κ̄ = 5/2, ICR = 5/4. */
    /** 2γλ*, λ* the smaller root of λ² − (5 − 17γ/4)λ + 4 − 5γ. */
    private static double decay(double gamma) {
        double half = 0.5 * (5 - 17 * gamma / 4);
        return 2 * gamma * (half - Math.sqrt(half * half - 4 + 5 * gamma));
    }

    @Test
    void thresholdsAndConditioningAreThoseOfTheSpectrum() {
        DataTheory theory = DataTheory.of(task(BatchRule.singleSample(0.1)));
        assertEquals(1, theory.spectrum().smallest(), 1e-14);
        assertEquals(4, theory.spectrum().largest(), 1e-14);
        assertEquals(1.25, theory.spectrum().effectiveRank(), 1e-14);
        assertEquals(0.8, theory.threshold(), 1e-14);
        assertEquals(0.75, theory.decay().orElseThrow().criticalRate(), 1e-14);
        assertArrayEquals(
                new double[] {0.375, decay(0.375)}, theory.decay().orElseThrow().below(), 1e-13);
        assertArrayEquals(
                new double[] {0.775, decay(0.775)},
                theory.decay().orElseThrow().above().orElseThrow(),
                1e-13);
        double fastest = theory.decay().orElseThrow().fastest();
        assertTrue(decay(fastest) >= Math.max(decay(fastest - 1e-4), decay(fastest + 1e-4)));
        assertEquals(OptionalDouble.empty(), theory.decay().orElseThrow().exponent());
        assertEquals(4, theory.conditioning().orElseThrow().number(), 1e-13);
        assertEquals(2.5, theory.conditioning().orElseThrow().average(), 1e-13);
        assertEquals(1.25, theory.conditioning().orElseThrow().ratio(), 1e-13);
    }

    /**
     * γ = 0.1, t = 3 from X₀ = 0: 𝓛 = l_1 + l_2 with l_j' = −2γσ_j l_j + γ²σ_j² 𝓛/n and l_j(0) = ½, by scipy.linalg.expm.
     */
    @Test
    void theFilesOwnSettingIsPredicted() {
        DataTheory.Setting own =
                DataTheory.of(task(BatchRule.singleSample(0.1))).settings().get(0);
        assertEquals(decay(0.1), own.rate().orElseThrow(), 1e-13);
        assertEquals(6, own.updates());
        assertEquals(REFERENCE, own.loss(), 1e-6 * REFERENCE);
    }

    private static final double REFERENCE = 0.3725043558538398;

    /** Full batches have no noise: Polyak's heavy ball, √Δ = (√κ − 1)/(√κ + 1) = 1/3, γ = 4/(1 + √κ)², by a search to 1e-7 of the logarithms. */
    @Test
    void adviceStatesWhatIsGained() {
        DataTheory theory = DataTheory.of(task(BatchRule.singleSample(0.1)));
        DataTheory.Setting full = theory.settings().stream()
                .filter(setting -> setting.name().startsWith("full batches"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, full.rule().batch());
        assertEquals(1.0 / 9, full.rule().momentum(), 1e-6);
        assertEquals(4.0 / 9, full.rule().learningRate().rate(0), 1e-6);
        assertEquals(Math.log(9), full.rate().orElseThrow(), 1e-5);
        List<String> advice = theory.advice();
        assertTrue(advice.get(0).startsWith("Best training loss at the horizon: full batches"), advice.get(0));
        assertTrue(advice.get(2).endsWith("2.197 an epoch against 0.1942 of the file."), advice.get(2));
    }

    /** The trace is exact and with it the threshold; what hangs on the smallest eigenvalue is left out and said to be. */
    @Test
    void aLanczosSpectrumLeavesOutWhatItDoesNotResolve() {
        DataTask exact = task(BatchRule.singleSample(0.1));
        DataTask task = new DataTask(
                exact.problem(),
                "two rows",
                List.of(),
                new ModesOnce(new SpectrumMethod(SpectrumMethod.Choice.LANCZOS, 4, 2, 1)));
        DataTheory theory = DataTheory.of(task);
        assertEquals(0.8, theory.threshold(), 1e-14);
        assertTrue(theory.decay().isEmpty() && theory.conditioning().isEmpty());
        assertEquals("Lanczos, 4 probes of 2 steps", theory.spectrum().method());
        // two steps exhaust two modes: every probe has both eigenvalues
        assertEquals(4, theory.spectrum().largest(), 1e-13);
        double count = Arrays.stream(theory.spectrum().counts()).sum();
        assertEquals(2, count, 1e-13);
        DataTheory.Setting own = theory.settings().get(0);
        assertEquals(REFERENCE, own.loss(), 1e-6 * REFERENCE);
        assertTrue(own.rate().isEmpty() && own.testRisk().isEmpty());
        assertTrue(theory.advice().get(1).contains("are not resolved by Lanczos"), theory.advice()::toString);
    }

    @Test
    void growthIsForetold() {
        assertEquals(Optional.empty(), DataWarning.of(task(BatchRule.singleSample(0.3))));
        String growing = DataWarning.of(task(BatchRule.singleSample(0.9))).orElseThrow();
        assertTrue(growing.startsWith("The loss will grow: at gamma = 0.9000 theory predicts a factor e^"), growing);
        assertTrue(growing.contains("comes down below gamma = 0.8000, the threshold 2n/tr(A^T A)"), growing);
        assertTrue(DataWarning.of(task(BatchRule.singleSample(0.8))).isPresent());
        // gradient descent is stable up to 2/λ_max
        assertEquals(Optional.empty(), DataWarning.of(task(BatchRule.batches(0.49, 2, 0))));
        String batches = DataWarning.of(task(BatchRule.batches(0.51, 2, 0))).orElseThrow();
        assertTrue(batches.contains("it comes down below gamma = 0.5000."), batches);
        // from 80 down to 0.8 over 100 epochs; by then the loss has overflowed
        Schedule falling = Schedule.power(80, 1, 1);
        BatchRule tooFast = BatchRule.singleSample(1).withLearningRate(falling);
        DataTask scheduled = task(tooFast);
        String overflowing = DataWarning.of(
                        new DataTask(scheduled.problem().until(200), "two rows", List.of(), scheduled.spectrum()))
                .orElseThrow();
        assertTrue(overflowing.startsWith("The loss will grow: with gamma = 80.00 at the start"), overflowing);
    }

    @Test
    void aFileWhoseLossGrowsIsToldWithItsSign() {
        List<String> advice = DataTheory.of(task(BatchRule.singleSample(0.9))).advice();
        assertTrue(
                advice.get(2).endsWith(String.format(Locale.ROOT, "against %.4g of the file.", decay(0.9))),
                advice.get(2));
        assertTrue(decay(0.9) < 0);
    }

    /** Beyond a jump to 0.1 at half the horizon the rate is that of 0.1. */
    @Test
    void theRateInTheEndIsThatOfTheHorizon() {
        BatchRule falling = BatchRule.singleSample(0.9)
                .withLearningRate(Schedule.piecewise(new double[] {1.5}, new double[] {0.9, 0.1}));
        DataTheory.Setting own = DataTheory.of(task(falling)).settings().get(0);
        assertEquals(decay(0.1), own.rate().orElseThrow(), 1e-13);
    }

    /** γ‖a_2‖² = 2.4, on average 1.5; below 2/4 no row overshoots. */
    @Test
    void aRowThatOvershootsIsNamed() {
        String named = DataWarning.of(task(BatchRule.singleSample(0.6))).orElseThrow();
        assertTrue(
                named.startsWith("Row 2 of the training rows is long, gamma |a_i|^2 = 2.40 > 2 with 1.50 on"), named);
        assertTrue(named.endsWith("a training.learningRate below 0.5000"), named);
        assertEquals(Optional.empty(), DataWarning.of(task(BatchRule.singleSample(0.49))));
    }
}
