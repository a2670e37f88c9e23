package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Target;
import org.sgdlimits.model.TrainingRule;

/** The law of one step of a network that learns a multi-index target. */
@Tag("validation")
final class MultiIndexTest {

    private static final double[] M = {0.3, -0.5, 0.2};
    private static final double[] STUDENT = {0.1, 0.8, -0.4, 0.6};
    private static final HermiteTerm[] TERMS = {
        HermiteTerm.of(0.7, 1, 0, 0),
        HermiteTerm.of(-0.9, 1, 1, 0),
        HermiteTerm.of(1.2, 0, 1, 2),
        HermiteTerm.of(0.4, 1, 1, 1),
        HermiteTerm.of(0.3, 0, 0, 2),
    };

    /** A unit student with overlaps M, orthonormal teachers. */
    private static double[][][] gram() {
        double[][] gram = new double[4][4];
        for (int i = 0; i < 4; i++) {
            gram[i][i] = 1;
        }
        for (int r = 0; r < 3; r++) {
            gram[0][1 + r] = M[r];
            gram[1 + r][0] = M[r];
        }
        return new double[][][] {gram};
    }

    private static double[] riskAndDrift(StepLaw law, double[][][] gram) {
        FieldDynamics dynamics = law.dynamics(gram);
        double[] s = new double[law.layout().size()];
        dynamics.start(s);
        double[] drift = new double[s.length];
        dynamics.drift(0, s, drift);
        return IntStream.rangeClosed(0, s.length)
                .mapToDouble(i -> i < s.length ? drift[i] : dynamics.risk(s))
                .toArray();
    }

    private static double factorial(int n) {
        return IntStream.rangeClosed(2, n).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /** E[y g(λ)] for g = Σ_n g_n h_n: E[Π_r h_{α_r}(λ*_r) h_n(λ)] = δ_{n,|α|} √(n!/Π α_r!) Π m_r^{α_r}. */
    private static double correlation(double[] g, double[] m) {
        double sum = 0;
        for (HermiteTerm term : TERMS) {
            double product = term.coefficient() * g[term.totalDegree()] * Math.sqrt(factorial(term.totalDegree()));
            for (int r = 0; r < m.length; r++) {
                int degree = term.degrees().get(r);
                product *= Math.pow(m[r], degree) / Math.sqrt(factorial(degree));
            }
            sum += product;
        }
        return sum;
    }

    /**
     * The correlation loss of a unit student: risk 1 − E[yσ], and by Stein's lemma E[yσ'λ*_r] = ∂E[yσ]/∂m_r + m_r E[yσ'']. E[yσ] is of
     * degree at most two in each m_r, so that a central difference is exact but for a rounding of 10⁻¹⁶/h.
     */
    @Test
    void riskAndDriftUnderTheCorrelationLossHaveTheirClosedForms() {
        Network network = Network.student(1, Activation.hermite(STUDENT))
                .target(Target.hermite(3, TERMS))
                .loss(Loss.CORRELATION)
                .labelNoise(0.4);
        StepLaw law = StepLaw.of(Problem.of(network).rule(TrainingRule.plain(1)));
        assertEquals("tensor Gauss-Hermite, order 6 in 4 fields, 2 noise nodes", law.describeMean());
        assertFalse(law.hasClosedForms());
        double[] got = riskAndDrift(law, gram());
        assertEquals(1 - correlation(STUDENT, M), got[got.length - 1], 1e-13);
        // σ'' = Σ_n √((n + 2)(n + 1)) σ_{n+2} h_n
        double[] curvature = {Math.sqrt(2) * STUDENT[2], Math.sqrt(6) * STUDENT[3], 0, 0};
        for (int r = 0; r < 3; r++) {
            double[] up = M.clone();
            double[] down = M.clone();
            up[r] += 0.5;
            down[r] -= 0.5;
            double slope = correlation(STUDENT, up) - correlation(STUDENT, down);
            assertEquals(slope + M[r] * correlation(curvature, M), got[r], 1e-13);
        }
    }

    @Test
    void theQuadratureOfPolynomialsIsExact() {
        for (Loss loss : Loss.values()) {
            Network network = Network.student(1, Activation.hermite(STUDENT))
                    .target(Target.hermite(3, TERMS))
                    .loss(loss)
                    .trainSecondLayer();
            StepLaw law = StepLaw.of(Problem.of(network).rule(TrainingRule.plain(0.7)));
            double[] here = riskAndDrift(law, gram());
            double[] finer = riskAndDrift(law.companion(), gram());
            for (int i = 0; i < here.length; i++) {
                assertEquals(finer[i], here[i], 1e-13 * Math.max(1, Math.abs(finer[i])));
            }
        }
    }

    /** x² = √2 h_2 + 1; x³ = √6 h_3 + 3 h_1, through closed forms on one side and quadrature on the other. */
    @Test
    void aCommitteeStatedByItsTermsHasTheSameDriftAndRisk() {
        Network student = Network.student(1, Activation.SQUARE).teacher(3, Activation.SQUARE);
        hold(
                student.teacherLayer(3, -6, 1.5),
                HermiteTerm.of(-0.5, 0, 0, 0),
                HermiteTerm.of(Math.sqrt(2), 2, 0, 0),
                HermiteTerm.of(-2 * Math.sqrt(2), 0, 2, 0),
                HermiteTerm.of(0.5 * Math.sqrt(2), 0, 0, 2));
        hold(
                Network.student(1, Activation.SQUARE)
                        .teacher(3, Activation.polynomial(0, 0, 0, 1))
                        .teacherLayer(3, 0, 0),
                HermiteTerm.of(3, 1, 0, 0),
                HermiteTerm.of(Math.sqrt(6), 3, 0, 0));
    }

    private static void hold(Network committee, HermiteTerm... terms) {
        Network stated = Network.student(1, committee.studentActivation()).target(Target.hermite(3, terms));
        for (Loss loss : Loss.values()) {
            List<double[]> both = List.of(committee, stated).stream()
                    .map(network -> network.labelNoise(0.3).loss(loss).trainSecondLayer())
                    .map(network ->
                            riskAndDrift(StepLaw.of(Problem.of(network).rule(TrainingRule.projected(0.4))), gram()))
                    .toList();
            assertArrayEquals(both.get(0), both.get(1), 1e-12);
        }
    }

    /** A function that says its degree gets the rule of its terms, to the last bit. */
    @Test
    void aFunctionOfStatedDegreeHasTheLawOfItsTerms() {
        Target terms = Target.hermite(3, TERMS);
        Target function = Target.of("f", 3, terms.smoothness(), x -> terms.value(x, 0));
        assertArrayEquals(riskAndDrift(law(terms), gram()), riskAndDrift(law(function), gram()), 0);
    }

    /**
     * A function said to be smooth only gets randomised nodes: within seven standard errors of the mean over its eight independent
     * groups. Student's t of 7 degrees of freedom is beyond 7 with probability 2.1e-4, one of five entries 1.1e-3; the seed is fixed.
     */
    @Test
    void aSmoothFunctionHasTheLawOfItsTermsToTheErrorOfItsNodes() {
        Target terms = Target.hermite(3, TERMS);
        double[] expected = riskAndDrift(law(terms), gram());
        StepLaw law = law(Target.of("f", 3, x -> terms.value(x, 0)));
        int groups = law.meanGroups();
        assertEquals(8, groups);
        double[] sum = new double[expected.length];
        double[] squares = new double[expected.length];
        for (int g = 0; g < groups; g++) {
            double[] got = riskAndDrift(law.ofGroup(g), gram());
            for (int i = 0; i < got.length; i++) {
                sum[i] += got[i] - expected[i];
                squares[i] += (got[i] - expected[i]) * (got[i] - expected[i]);
            }
        }
        for (int i = 0; i < expected.length; i++) {
            double mean = sum[i] / groups;
            double error = Math.sqrt((squares[i] / groups - mean * mean) / (groups - 1));
            assertEquals(0, mean, 7 * error, "entry " + i);
        }
    }

    private static StepLaw law(Target target) {
        Network network = Network.student(1, Activation.hermite(STUDENT)).target(target);
        return StepLaw.of(Problem.of(network).rule(TrainingRule.plain(0.7)));
    }
}
