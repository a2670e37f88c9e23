package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.leastsquares.DenseMatrix;
import org.sgdlimits.leastsquares.Designs;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.leastsquares.SpectrumMethod;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Grades, sentences and advice on trajectories made by hand, and the rate of false alarms on real ones. */
@Tag("regression")
final class JudgementTest {

    /** Gaps in standard errors are 100 times the gap, and 12.5 times the gap in deviations of one run. */
    private static final Trajectory SGD =
            Trajectories.of("sgd", 64, 0.08, new double[] {1, 0}, new double[] {0.8, 0.3}, new double[] {0.5, 0.6});

    private static Problem<Network> problem(long dimension) {
        return Problem.of(Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.projected(0.05))
                .dimension(dimension)
                .start(Start.overlap(0.2))
                .until(Horizon.steps(20));
    }

    private static Verdict judge(Trajectory reference, Trajectory method, Problem<?> problem) {
        return Judgement.of(reference, method, new ModelTask(problem, List.of()));
    }

    /** SGD's means, but for M[1,1] at τ = 1. */
    private static double[][] meansOffBy(double gap) {
        return new double[][] {{1, 0}, {0.8, 0.3 + gap}, {0.5, 0.6}};
    }

    private static Verdict ode(double gap, long dimension) {
        return judge(SGD, Trajectories.exact("ode", meansOffBy(gap)), problem(dimension));
    }

    @Test
    void aGapWithinTheErrorsAgrees() {
        Trajectory sde = Trajectories.of("sde", 64, 0.08, meansOffBy(0.01));
        Verdict verdict = judge(SGD, sde, problem(100));
        assertEquals(Grade.AGREES, verdict.grade());
        // 0.01/(0.01·√2) = 0.71 standard errors of the difference of two ensembles
        assertEquals(Math.sqrt(0.5), verdict.worst().standardErrors(), 1e-12);
        assertEquals(
                "The SDE lies within 0.7 standard errors of SGD at every time and in every observable; with 6 looks,"
                        + " 3.3 would be significant.",
                verdict.sentence());
        assertEquals("", verdict.advice());
        assertEquals(OptionalDouble.of(1), verdict.spreadRatio());
    }

    @Test
    void aRealGapOfAFractionOfTheSpreadAgreesUpToFiniteSize() {
        Verdict verdict = ode(0.039, 100);
        assertEquals(Grade.AGREES_UP_TO_FINITE_SIZE, verdict.grade());
        assertEquals(
                List.of(Grade.AGREES, Grade.AGREES_UP_TO_FINITE_SIZE),
                verdict.gaps().stream().map(Gap::grade).toList());
        assertEquals(
                "The ODE agrees with SGD up to finite size: the gap is real (3.9 standard errors in M[1,1]), but at most"
                        + " 0.49 of one run's standard deviation, the order that d = 100 leaves.",
                verdict.sentence());
        assertEquals(
                "Run with a dimension of 400: the gap should fall like 1/d; or set \"corrections\": \"finite-d\" in"
                        + " training.",
                verdict.advice());
        assertEquals(OptionalDouble.empty(), verdict.spreadRatio());
    }

    @Test
    void aLargerGapDisagrees() {
        Verdict verdict = ode(-0.06, 100);
        assertEquals(Grade.DISAGREES, verdict.grade());
        assertEquals(-0.06, verdict.worst().gap(), 1e-15);
        assertEquals(
                "The ODE disagrees with SGD: M[1,1] is off by -0.0600 at tau = 1.000, and by up to 6.0 standard errors and"
                        + " 0.75 of one run's standard deviation (finite size would explain 0.50).",
                verdict.sentence());
    }

    /** 10/√d of a run's spread: 0.1 at d = 10⁴. */
    @Test
    void theLargerTheDimensionTheLessFiniteSizeExplains() {
        assertEquals(Grade.AGREES_UP_TO_FINITE_SIZE, ode(0.039, 400).grade());
        assertEquals(Grade.DISAGREES, ode(0.039, 10_000).grade());
        assertTrue(ode(0.039, 10_000).sentence().endsWith("(finite size would explain 0.10)."));
    }

    @Test
    void roundingIsNoGap() {
        Trajectory still = Trajectories.of("sgd", 64, 0, meansOffBy(0));
        Verdict rounded = judge(still, Trajectories.exact("ode", meansOffBy(9e-10)), problem(100));
        assertEquals(Grade.AGREES, rounded.grade());
        assertEquals(0, rounded.worst().standardErrors());
    }

    @Test
    void aGapBetweenRunsThatAreAllAlikeDisagrees() {
        Trajectory still = Trajectories.of("sgd", 64, 0, meansOffBy(0));
        Verdict verdict = judge(still, Trajectories.exact("ode", meansOffBy(0.01)), problem(100));
        assertEquals(Grade.DISAGREES, verdict.grade());
        assertEquals(
                "The ODE disagrees with SGD: M[1,1] is off by 0.0100 at tau = 1.000, which neither chance nor finite size"
                        + " explains, as all runs are alike.",
                verdict.sentence());
    }

    @Test
    void onlyTimesThatBothReachedAreCompared() {
        Trajectory truncated = Trajectories.exact("ode", new double[] {1, 0}, new double[] {0.8, 0.3});
        Verdict verdict = judge(SGD, truncated, problem(100));
        assertEquals(Grade.AGREES, verdict.grade());
        assertEquals(4, verdict.looks());
    }

    /** Two-sided Student quantiles at 0.01/looks, by SciPy 1.17: t.ppf(1 − 0.01/(2·looks), n − 1). */
    @Test
    @Tag("validation")
    void whatIsSignificantIsBonferronisStudentQuantile() {
        // the inverse is found to 1e-9
        double[][] fifteen = new double[15][2];
        Trajectory many = Trajectories.of("sgd", 64, 1, fifteen);
        assertEquals(
                3.795581733146964,
                judge(many, Trajectories.exact("ode", fifteen), problem(100)).significant(),
                1e-8);
        double[][] ten = new double[10][2];
        Trajectory few = Trajectories.of("sde", 10, 1, ten);
        assertEquals(
                5.290653840306525,
                judge(Trajectories.of("sgd", 64, 1, ten), few, problem(100)).significant(),
                1e-8);
    }

    @Test
    void adviceFitsTheMethod() {
        Trajectory map = Trajectories.exact("map", meansOffBy(0.039));
        assertEquals(
                "Run with a dimension of 400: the gap should fall like 1/d.",
                judge(SGD, map, problem(100)).advice());
        Problem<Network> corrected =
                problem(100).rule(TrainingRule.projected(0.05).withFiniteDimensionCorrections());
        Trajectory ode = Trajectories.exact("ode", meansOffBy(0.039));
        assertEquals(
                "Run with a dimension of 400: the gap should fall like 1/d.",
                judge(SGD, ode, corrected).advice());
        assertEquals(
                "One step moves by gamma/d = 0.050, too much for an ODE in steps/d: the method map takes the steps one by"
                        + " one.",
                judge(SGD, ode, problem(100).rule(TrainingRule.projected(5))).advice());
        Problem<Limit> own = Problem.<Limit>of(new Decay()).dimension(100);
        assertEquals(
                "Run with a dimension of 400: the gap should fall like 1/d.",
                judge(SGD, ode, own).advice());
    }

    /**
     * Two ensembles of one law, 1000 times. Were the rate of grades other than "agrees" the 1 % that is promised, more than 26 of
     * 1000 would come with probability 6e-6 (binomial); Bonferroni over correlated looks makes the true rate smaller.
     */
    @Test
    @Tag("validation")
    void oneLawIsCalledDifferentAtMostOnceInAHundredComparisons() {
        RunSettings settings =
                RunSettings.defaults().withPoints(4).withReplicas(12).withThreads(1);
        Problem<Network> problem = problem(30);
        int alarms = 0;
        for (int trial = 0; trial < 1000; trial++) {
            Trajectory left = ensemble(problem, settings.withSeed(2L * trial));
            Trajectory right = ensemble(problem, settings.withSeed(2L * trial + 1));
            alarms += judge(left, right, problem).grade() == Grade.AGREES ? 0 : 1;
        }
        assertTrue(alarms <= 26, alarms + " of 1000");
    }

    private static Trajectory ensemble(Problem<Network> problem, RunSettings settings) {
        return new ReducedSgd().solve(problem, settings, PathListener.none());
    }

    private record Decay() implements Limit {
        @Override
        public List<String> statistics() {
            return Trajectories.OBSERVABLES;
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = -state[0];
            out[1] = -state[1];
        }
    }

    /** Wide students leave the mean field 1/√p of an observable's size: 0.16 of 1 at p = 36, whatever the spread of a run. */
    @Test
    void aRealGapOfTheMeanFieldIsHeldAgainstTheWidth() {
        Problem<Network> wide = Problem.of(Network.student(36, Activation.ERF).teacher(1, Activation.ERF));
        Verdict within = judge(SGD, Trajectories.exact("meanfield", meansOffBy(0.09)), wide);
        assertEquals(Grade.AGREES_UP_TO_FINITE_SIZE, within.grade());
        assertEquals(
                "The mean field agrees with SGD up to finite width: the gap is real (9.0 standard errors in M[1,1]), but it"
                        + " is 0.15 of the observable's size at most, within the order 1/sqrt(p) that p = 36 leaves.",
                within.sentence());
        Verdict beyond = judge(SGD, Trajectories.exact("meanfield", meansOffBy(0.11)), wide);
        assertEquals(Grade.DISAGREES, beyond.grade());
        assertTrue(beyond.advice().contains("model.student.width of 144"), beyond::advice);
    }

    @Test
    void undefinedMeansAreNoLooks() {
        Trajectory ode = Trajectories.exact(
                "ode", new double[] {1, Double.NaN}, new double[] {0.8, 0.3}, new double[] {0.5, 0.6});
        Verdict verdict = judge(SGD, ode, problem(100));
        assertEquals(Grade.AGREES, verdict.grade());
        assertEquals(0, verdict.worst().standardErrors(), 0);
    }

    /** min(0.5, 10/√d) of a run's spread, d the columns; SGD's gaps are those of the hand-made trajectories. */
    @Test
    void aGapOfAPredictionOnDataIsHeldAgainstTheSpreadAndTheSizeOfTheMatrix() {
        DenseMatrix design = Designs.gaussian(2, 400, RandomStreams.generator(1, RandomStreams.Purpose.DESIGN, 0));
        ModesOnce spectrum = new ModesOnce(SpectrumMethod.exact());
        Task task = new DataTask(LeastSquaresProblem.of(design, new double[2]), "", List.of(), spectrum);
        Verdict within = Judgement.of(SGD, Trajectories.exact("volterra", meansOffBy(0.039)), task);
        assertEquals(Grade.AGREES_UP_TO_FINITE_SIZE, within.grade());
        assertEquals(
                "The Volterra equation agrees with SGD up to finite size: the gap is real (3.9 standard errors in M[1,1]),"
                        + " but at most 0.49 of one run's standard deviation, the order that a 2 x 400 matrix leaves.",
                within.sentence());
        Verdict beyond = Judgement.of(SGD, Trajectories.exact("volterra", meansOffBy(0.06)), task);
        assertEquals(Grade.DISAGREES, beyond.grade());
        assertTrue(beyond.sentence().contains("at epoch = 1.000"), beyond::sentence);
    }
}
