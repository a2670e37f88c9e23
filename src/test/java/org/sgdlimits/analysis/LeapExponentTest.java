package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Smoothness;
import org.sgdlimits.model.Target;

/** Leaps that follow from the definition by hand. */
@Tag("validation")
final class LeapExponentTest {

    private static LeapExponent of(int directions, int[]... degrees) {
        HermiteTerm[] terms = new HermiteTerm[degrees.length];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = HermiteTerm.of(i % 2 == 0 ? 1 : -0.3, degrees[i]);
        }
        return LeapExponent.of(Target.hermite(directions, terms)).orElseThrow();
    }

    private static void holds(int leap, int informationExponent, LeapExponent exponent) {
        assertEquals(OptionalInt.of(leap), exponent.leap());
        assertEquals(OptionalInt.of(informationExponent), exponent.informationExponent());
    }

    @Test
    void knownTargetsHaveTheirLeaps() {
        // z1 + z1 z2 + z1 z2 z3, a staircase in any order of its terms
        holds(1, 1, of(3, new int[] {1, 0, 0}, new int[] {1, 1, 0}, new int[] {1, 1, 1}));
        holds(1, 1, of(3, new int[] {1, 1, 1}, new int[] {1, 1, 0}, new int[] {1, 0, 0}));
        // z1 z2 z3
        holds(3, 3, of(3, new int[] {1, 1, 1}));
        // z1 + z1 z2 z3
        holds(2, 1, of(3, new int[] {1, 0, 0}, new int[] {1, 1, 1}));
        // z1 z2 + z1 z2 z3 z4
        holds(2, 2, of(4, new int[] {1, 1, 0, 0}, new int[] {1, 1, 1, 1}));
        // h2(z1) + h3(z1) z2
        holds(2, 2, of(2, new int[] {2, 0}, new int[] {3, 1}));
        // z1 + h2(z1) h3(z2): the degree in z1 costs nothing once z1 is found
        holds(3, 1, of(2, new int[] {1, 0}, new int[] {2, 3}));
        // h2(z1) + h3(z2), and a constant that does not count
        holds(3, 2, of(2, new int[] {0, 0}, new int[] {2, 0}, new int[] {0, 3}));
    }

    @Test
    void theStagesTellWhatIsFoundByWhichTermAndWhatNeverIs() {
        LeapExponent exponent = of(4, new int[] {0, 1, 0, 2}, new int[] {1, 2, 0, 0}, new int[] {1, 0, 0, 0});
        assertEquals(
                List.of(
                        new LeapExponent.Stage(List.of(1), 1, HermiteTerm.of(1, 1, 0, 0, 0)),
                        new LeapExponent.Stage(List.of(2), 2, HermiteTerm.of(-0.3, 1, 2, 0, 0)),
                        new LeapExponent.Stage(List.of(4), 2, HermiteTerm.of(1, 0, 1, 0, 2))),
                exponent.stages());
        assertEquals(List.of(3), exponent.neverFound());
    }

    /** z1 + h2(z2) has leap 2; turned by 45° each direction is found by its own linear term. */
    @Test
    void aRotationOfTheBasisMayChangeTheCoordinateLeap() {
        double s = Math.sqrt(0.5);
        Target turned = Target.of("s(z1 + z2) + h2(s(z1 - z2))", 2, Smoothness.polynomial(2), x -> {
            double z = s * (x[0] - x[1]);
            return s * (x[0] + x[1]) + (z * z - 1) * s;
        });
        holds(2, 1, of(2, new int[] {1, 0}, new int[] {0, 2}));
        holds(1, 1, LeapExponent.of(turned).orElseThrow());
    }

    @Test
    void aCommitteeHasTheInformationExponentOfItsActivation() {
        for (Activation activation : List.of(Activation.SQUARE, Activation.RELU, Activation.hermite(0, 0, 0, 1))) {
            Network network =
                    Network.student(1, Activation.ERF).teacher(3, activation).teacherLayer(1, 0, -2);
            LeapExponent exponent = LeapExponent.of(network.target()).orElseThrow();
            int information = InformationExponent.of(activation).exponent().orElseThrow();
            holds(information, information, exponent);
            assertEquals(List.of(2), exponent.neverFound());
            assertEquals(activation == Activation.RELU, exponent.maxDegree().isPresent());
        }
    }

    /** Gauss rules of 24 and 60 nodes a side are exact for these polynomials, to the rounding of 120,000 weighted values. */
    @Test
    void theTermsOfAFunctionAreThoseItWasMadeOf() {
        for (int k : new int[] {1, 2, 3}) {
            HermiteTerm[] terms = {
                HermiteTerm.of(1, degrees(k, 1, 0, 0)),
                HermiteTerm.of(-0.4, degrees(k, 2, 3, 1)),
                HermiteTerm.of(0.7, degrees(k, 4, 0, 2)),
            };
            Target target = Target.hermite(k, terms);
            LeapExponent found = LeapExponent.of(Target.of("f", k, target.smoothness(), x -> target.value(x, 0)))
                    .orElseThrow();
            assertEquals(List.of(terms).size(), found.terms().size());
            for (HermiteTerm term : found.terms()) {
                HermiteTerm expected = List.of(terms).stream()
                        .filter(one -> one.degrees().equals(term.degrees()))
                        .findFirst()
                        .orElseThrow();
                assertEquals(expected.coefficient(), term.coefficient(), 1e-13);
            }
            assertEquals(OptionalInt.empty(), found.maxDegree());
        }
    }

    private static int[] degrees(int k, int... all) {
        return java.util.Arrays.copyOf(all, k);
    }

    /** E|x| h_2 = 1/√π, and the product of two such expansions: kinks at zero cost no accuracy. */
    @Test
    void kinksAtZeroAreExpandedExactly() {
        Target target = Target.of("|x y|", 2, Smoothness.kinked(), x -> Math.abs(x[0] * x[1]));
        LeapExponent exponent = LeapExponent.of(target).orElseThrow();
        holds(2, 2, exponent);
        assertEquals(OptionalInt.of(6), exponent.maxDegree());
        HermiteTerm both = exponent.terms().stream()
                .filter(term -> term.degrees().equals(List.of(2, 2)))
                .findFirst()
                .orElseThrow();
        assertEquals(1 / Math.PI, both.coefficient(), 1e-13);
    }

    @Test
    void aFunctionOfManyDirectionsHasNoKnownLeap() {
        assertTrue(LeapExponent.of(Target.of("sum", 4, x -> x[0] + x[3])).isEmpty());
    }
}
