package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** What is observed of a state, all at once and one by one. */
@Tag("validation")
final class ObservablesTest {

    private static final double[] EIGENVALUES = {1.6, 0.7};

    /** Two blocks of p + k = 2 + k directions in general position, the second layer trained. */
    private static FieldDynamics dynamics(int k) {
        Network network = Network.student(2, Activation.ERF)
                .teacher(k, Activation.ERF)
                .labelNoise(0.3)
                .secondLayer(0.9, -1.2)
                .trainSecondLayer()
                .covariance(Covariance.eigenvalues(EIGENVALUES, new long[] {20, 40}));
        int n = 2 + k;
        double[][][] gram = new double[2][n][n];
        for (int b = 0; b < 2; b++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    // diagonally dominant, so positive definite
                    gram[b][i][j] = i == j ? 0.6 + 0.1 * i - 0.2 * b : 0.04 * (Math.min(i, j) + 1) - 0.05 * b;
                }
            }
        }
        Problem<Network> problem = new Problem<>(network, TrainingRule.plain(1), 60, Start.random(1), Horizon.tau(1));
        return StepLaw.of(problem)
                .observing(new Observing(families(k), List.of()))
                .dynamics(gram);
    }

    /** All but the critical rate, which asks for as many teachers as students. */
    private static Set<ObservableFamily> families(int k) {
        Set<ObservableFamily> families = EnumSet.allOf(ObservableFamily.class);
        if (k != 2) {
            families.remove(ObservableFamily.CRITICAL_RATE);
        }
        return families;
    }

    private static double[] start(FieldDynamics dynamics) {
        double[] s = new double[dynamics.components().size()];
        dynamics.start(s);
        return s;
    }

    /** To the last bit, and whatever was observed before. */
    @Test
    void oneObservableIsThatAmongAll() {
        for (int k : new int[] {1, 2}) {
            FieldDynamics dynamics = dynamics(k);
            List<String> names = dynamics.observables();
            double[] s = start(dynamics);
            double[] elsewhere = s.clone();
            for (int i = 0; i < s.length; i++) {
                elsewhere[i] *= 0.9;
            }
            double[] all = new double[names.size()];
            dynamics.observe(0, s, all);
            for (int i = 0; i < all.length; i++) {
                dynamics.observe(0, elsewhere, 0);
                assertEquals(all[i], dynamics.observe(0, s, i), 0, names.get(i) + " for k = " + k);
            }
        }
    }

    private static double component(FieldDynamics dynamics, double[] s, String name) {
        return s[dynamics.components().indexOf(name)];
    }

    private static double weighted(FieldDynamics dynamics, double[] s, String matrix, String index) {
        return EIGENVALUES[0] * component(dynamics, s, matrix + "{1}" + index)
                + EIGENVALUES[1] * component(dynamics, s, matrix + "{2}" + index);
    }

    /** M and Q weighted with the eigenvalues, and what follows from them; a few roundings of numbers near 1. */
    @Test
    void overlapsAreSumsOverTheBlocks() {
        for (int k : new int[] {1, 2}) {
            FieldDynamics dynamics = dynamics(k);
            List<String> names = dynamics.observables();
            double[] s = start(dynamics);
            double squares = 0;
            for (int j = 1; j <= 2; j++) {
                for (int r = 1; r <= k; r++) {
                    String index = "[" + j + "," + r + "]";
                    double expected = weighted(dynamics, s, "M", index);
                    squares += expected * expected;
                    assertEquals(expected, dynamics.observe(0, s, names.indexOf("M" + index)), 1e-15);
                }
                String parameter = "a[" + j + "]";
                assertEquals(component(dynamics, s, parameter), dynamics.observe(0, s, names.indexOf(parameter)), 0);
            }
            for (String index : List.of("[1,1]", "[1,2]", "[2,2]")) {
                double expected = weighted(dynamics, s, "Q", index);
                assertEquals(expected, dynamics.observe(0, s, names.indexOf("Q" + index)), 1e-15);
            }
            assertEquals(Math.sqrt(squares), dynamics.observe(0, s, names.indexOf("|M|")), 1e-15);
            assertEquals(dynamics.risk(s), dynamics.observe(0, s, names.indexOf("risk")), 0);
            // the floor is half the variance of the label noise
            assertEquals(dynamics.risk(s) - 0.15, dynamics.observe(0, s, names.indexOf("excessRisk")), 1e-15);
            assertEquals(k == 2, names.contains("distance"));
        }
    }

    /** dQ/dτ = γ gradientFlow + (γ²/n_b) variance, γ = n_b = 1, in the weights of Q; roundings of numbers near 1. */
    @Test
    void thePartsOfTheDriftAddUp() {
        FieldDynamics dynamics = dynamics(2);
        List<String> names = dynamics.observables();
        double[] s = start(dynamics);
        double[] drift = new double[s.length];
        dynamics.drift(0, s, drift);
        double[] all = new double[names.size()];
        dynamics.observe(0, s, all);
        for (String index : List.of("[1,1]", "[1,2]", "[2,2]")) {
            double flow = all[names.indexOf("gradientFlow" + index)];
            double variance = all[names.indexOf("variance" + index)];
            assertEquals(weighted(dynamics, drift, "Q", index), flow + variance, 1e-14);
        }
    }

    /** u = (cos φ, sin φ)·r against u* = (1, 0): known to a rounding of 1 − cos²φ, 2e-16/φ relative to φ², from Ω alone. */
    @Test
    void anglesAreKnownAsWellAsTheOverlapsLetThem() {
        for (double angle : new double[] {3, 1.5, 0.5, 1e-2, 1e-4, 1e-6}) {
            Network network = Network.student(1, Activation.RELU).teacher(1, Activation.RELU);
            double[] u = {2 * Math.cos(angle), 2 * Math.sin(angle)};
            double[][][] gram = {{{u[0] * u[0] + u[1] * u[1], u[0]}, {u[0], 1}}};
            FieldDynamics dynamics = StepLaw.of(Problem.of(network))
                    .observing(Observing.of(ObservableFamily.ANGLES))
                    .dynamics(gram);
            int place = dynamics.observables().indexOf("angle[1,1]");
            assertEquals(angle, dynamics.observe(0, start(dynamics), place), 1e-15 / angle);
        }
    }

    @Test
    void singleOverlapsOfWideNetworksAreObservedWhenAskedFor() {
        Network wide = Network.student(51, Activation.ERF).teacher(1, Activation.ERF);
        Problem<Network> problem = Problem.of(wide);
        double[][][] gram = new double[1][52][52];
        assertEquals(
                List.of("risk", "excessRisk", "|M|"),
                StepLaw.of(problem).dynamics(gram).observables());
        List<String> all = StepLaw.of(problem)
                .observing(Observing.of(ObservableFamily.OVERLAPS))
                .dynamics(gram)
                .observables();
        assertEquals(3 + 51 + 51 * 52 / 2, all.size());
    }
}
