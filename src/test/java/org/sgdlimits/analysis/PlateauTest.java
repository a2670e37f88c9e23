package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.FieldDynamics;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.Passages;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Threshold;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Normalization;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Plateaus of curves whose plateaus are known, and the symmetric one of Saad and Solla. */
@Tag("validation")
final class PlateauTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(400).withSpacing(SaveTimes.Spacing.LOG);
    private static final double RATIO = Math.pow(10, 0.01);

    private static List<Plateau> plateaus(DoubleUnaryOperator curve) {
        List<Instant> times = new ArrayList<>(List.of(new Instant(0, 0, 0)));
        for (int i = -400; i <= 600; i++) {
            double t = Math.pow(RATIO, i);
            times.add(new Instant(1000 * t, t, 0.1 * t));
        }
        return Plateau.of(
                times, times.stream().mapToDouble(Instant::tau).map(curve).toArray());
    }

    /**
     * y = 1/(1+t) + c/(1+εt): local slope 0.2 where t/(1+t)² ≈ 0.2 c, so t ≈ 1/(0.2c) = 50 and symmetrically t ≈ 0.25/ε = 2.5e3
     * from εt/(1+εt) = 0.2, both up to corrections of order 1/(ct) = 0.2 and ct ε: 30 %; the level is c to the same.
     */
    @Test
    void oneInteriorPlateauIsFoundWhereItsSlopesAre() {
        List<Plateau> all = plateaus(t -> 1 / (1 + t) + 0.1 / (1 + 1e-4 * t));
        assertEquals(1, all.size());
        Plateau plateau = all.get(0);
        assertFalse(plateau.isFinal());
        assertEquals(50, plateau.start().tau(), 0.3 * 50);
        assertEquals(2500, plateau.end().tau(), 0.3 * 2500);
        assertEquals(0.1, plateau.level(), 0.015);
        assertEquals(0.1 * plateau.start().tau(), plateau.start().flowTime());
        assertEquals(1000 * plateau.end().tau(), plateau.end().step());
    }

    @Test
    void aFinalLevelIsAPlateauThatLasts() {
        List<Plateau> all = plateaus(t -> Math.exp(-t) + 1e-3);
        assertEquals(1, all.size());
        assertTrue(all.get(0).isFinal());
        // e^(−t) adds to log y for a twentieth of the six decades, and less than 1 % of it after t = 12
        assertEquals(1e-3, all.get(0).level(), 2e-5);
    }

    @Test
    void theStartIsNoPlateau() {
        assertEquals(List.of(), plateaus(t -> 1 / (1 + t)));
        assertEquals(List.of(), plateaus(t -> 1));
    }

    /** A bend that is flat over less than a factor of two does not count: 1/t³ to 1/t² with slope 0 from t = 1 to 1.5. */
    @Test
    void aShortBendIsNoPlateau() {
        assertEquals(List.of(), plateaus(t -> t < 1 ? 1 / (1e-6 + t * t * t) : t < 1.5 ? 1 : Math.pow(t / 1.5, -2)));
    }

    /** Three units learn three, outputs summed, gradient flow on the population risk: the limit of small learning rates. */
    private static Problem<Network> committee(double asymmetry) {
        double[][] q = new double[3][3];
        double[][] m = new double[3][3];
        double[][] p = new double[3][3];
        for (int i = 0; i < 3; i++) {
            q[i][i] = 0.1;
            m[i][i] = asymmetry;
            p[i][i] = 1;
        }
        return Problem.of(Network.student(3, Activation.ERF)
                        .teacher(3, Activation.ERF)
                        .normalization(Normalization.SUM))
                .rule(TrainingRule.gradientFlow(1))
                .start(Start.overlaps(m, q, p))
                .until(Horizon.flowTime(200));
    }

    /**
     * The symmetric state minimises ½E(Kg(J·x) − Σ g(B_n·x))² over J = c ΣB_n: with Q = Kc² and R = c the derivative vanishes at
     * Q/(1+Q) = 1/(2K), where the risk is (K/π)(π/6 − K asin(1/(2K))) (Saad and Solla, Phys. Rev. E 52, 4225, 1995).
     */
    private static double symmetricRisk() {
        return 3 / Math.PI * (Math.PI / 6 - 3 * Math.asin(1.0 / 6));
    }

    /** The level is a mean over a plateau whose ends have slope 0.2: a percent or two off over its four e-folds of time. */
    @Test
    void theSymmetricPlateauIsThatOfSaadAndSolla() {
        Trajectory trajectory = new Ode().solve(committee(1e-3), SETTINGS, PathListener.none());
        List<Plateau> interior = Plateau.of(trajectory.times(), trajectory.means("excessRisk")).stream()
                .filter(plateau -> !plateau.isFinal())
                .toList();
        assertEquals(1, interior.size());
        assertEquals(symmetricRisk(), interior.get(0).level(), 0.02 * symmetricRisk());
    }

    /** Q = 1/(2K−1), R = 1/√(K(2K−1)): a zero of the drift to rounding, its risk the closed one. */
    @Test
    void theSymmetricStateIsAFixedPoint() {
        FieldDynamics dynamics = StepLaw.of(committee(0)).dynamics(new double[][][] {symmetricGram()});
        double[] s = new double[15];
        dynamics.start(s);
        double[] drift = new double[15];
        dynamics.drift(0, s, drift);
        for (double entry : drift) {
            assertEquals(0, entry, 1e-15);
        }
        assertEquals(symmetricRisk(), dynamics.risk(s), 1e-15);
    }

    /**
     * Unstable towards specialisation in four directions, rate from SciPy's eigenvalues of I₂ and I₃ written out; five are neutral
     * to linear order, as students that differ in directions of no teacher approach each other algebraically. Central differences
     * of step 1e-6 have errors of 1e-10, which a fivefold zero of a matrix that is not symmetric magnifies.
     */
    @Test
    void theSymmetricStateIsASaddle() {
        FieldDynamics dynamics = StepLaw.of(committee(0)).dynamics(new double[][][] {symmetricGram()});
        double[] s = new double[15];
        dynamics.start(s);
        double[] rates =
                FixedPoint.near(dynamics, s, new boolean[15]).orElseThrow().growthRates();
        for (int i = 0; i < 4; i++) {
            assertEquals(4.61178779e-02, rates[i], 1e-8);
        }
        for (int i = 4; i < 9; i++) {
            assertEquals(0, rates[i], 1e-6);
        }
        assertEquals(-1.15294695, rates[9], 1e-7);
    }

    /**
     * The plateau lengthens by log(100)/g = 99.86 and a little as the asymmetry falls a hundredfold, because the algebraic approach
     * to the saddle holds the growth back. Reference: SciPy's DOP853 at 1e-12 on I₂ and I₃ written out. Clock: τ.
     */
    @Test
    void thePlateauGrowsWithTheLogarithmOfTheAsymmetry() {
        double later = exit(1e-8) - exit(1e-6);
        assertEquals(103.50485179, later, 1e-6 * later);
    }

    private static double exit(double asymmetry) {
        Passages passages = new Ode()
                .passages(
                        committee(asymmetry),
                        SETTINGS.withOdeTolerance(1e-12),
                        Threshold.below("excessRisk", 0.5 * symmetricRisk()));
        assertTrue(passages.runs().get(0).exited());
        return passages.runs().get(0).at().tau();
    }

    private static double[][] symmetricGram() {
        double[][] gram = new double[6][6];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                boolean student = i < 3;
                boolean otherStudent = j < 3;
                gram[i][j] =
                        student && otherStudent ? 0.2 : student || otherStudent ? 1 / Math.sqrt(15) : i == j ? 1 : 0;
            }
        }
        return gram;
    }
}
