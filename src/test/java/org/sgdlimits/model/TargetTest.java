package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a network may learn, against polynomials written out. */
@Tag("validation")
final class TargetTest {

    private static final Target TARGET = Target.hermite(
            3,
            HermiteTerm.of(0.5, 0, 0, 0),
            HermiteTerm.of(-1, 1, 0, 0),
            HermiteTerm.of(2, 1, 2, 0),
            HermiteTerm.of(0, 5, 5, 5),
            HermiteTerm.of(3, 0, 1, 4));

    /** He_2 = x² − 1, He_4 = x⁴ − 6x² + 3; a dozen roundings of numbers below ten. */
    @Test
    void aMultiIndexTargetIsTheSumOfProductsOfOrthonormalHermitePolynomials() {
        double[] fields = {99, 0.7, -1.3, 1.9};
        double x = 0.7;
        double y = -1.3;
        double z = 1.9;
        double fourth = (Math.pow(z, 4) - 6 * z * z + 3) / Math.sqrt(24);
        double expected = 0.5 - x + 2 * x * (y * y - 1) / Math.sqrt(2) + 3 * y * fourth;
        assertEquals(expected, TARGET.value(fields, 1), 1e-14);
    }

    @Test
    void aTargetKnowsItsDegreeAndItsParity() {
        assertEquals(Smoothness.polynomial(5), TARGET.smoothness());
        assertEquals(Activation.Parity.NONE, TARGET.parity());
        assertEquals(
                Activation.Parity.ODD,
                Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(1, 1, 2))
                        .parity());
        assertEquals(
                Activation.Parity.EVEN,
                Target.hermite(2, HermiteTerm.of(1, 0, 0), HermiteTerm.of(1, 1, 1))
                        .parity());
    }

    @Test
    void errorSignalsOfEveryKindOfTargetAreMinusTheSlopesOfTheLoss() {
        for (Target target : List.of(TARGET, Target.of("product", 3, x -> x[0] * Math.sin(x[1] * x[2])))) {
            for (Loss loss : Loss.values()) {
                Network network = Network.student(1, Activation.TANH)
                        .target(target)
                        .labelNoise(0.3)
                        .loss(loss);
                NetworkTest.holdAgainstDifferences(network);
                NetworkTest.holdAgainstDifferences(network.trainSecondLayer());
            }
        }
    }

    @Test
    void aNetworkIsAsSmoothAndAsSymmetricAsStudentAndTargetAllow() {
        Target odd = Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(1, 1, 2));
        Network cubic = Network.student(1, Activation.hermite(0, 1, 0, 1)).target(odd);
        assertTrue(cubic.isMirrorSymmetric());
        // σ' of degree 2 times an error of degree 3
        assertEquals(Smoothness.polynomial(5), cubic.smoothness());
        assertFalse(Network.student(1, Activation.SQUARE).target(odd).isMirrorSymmetric());
        assertEquals(
                Smoothness.smooth(),
                Network.student(1, Activation.TANH).target(odd).smoothness());
        Target kinked = Target.of("|xy|", 2, Smoothness.kinked(), x -> Math.abs(x[0] * x[1]));
        assertEquals(
                Smoothness.kinked(),
                Network.student(1, Activation.TANH).target(kinked).smoothness());
    }

    /** The normalisation reaches a committee in whichever order the two are given. */
    @Test
    void theNormalizationIsThatOfTheTeacherTooAndLeavesOtherTargetsAlone() {
        double[] fields = {0, 1, 2};
        Network committee = Network.student(1, Activation.LINEAR).teacher(2, Activation.LINEAR);
        Network one = committee.normalization(Normalization.SUM).teacherLayer(3, 5);
        Network other = committee.teacherLayer(3, 5).normalization(Normalization.SUM);
        assertEquals(13, one.target().value(fields, 1), 0);
        assertEquals(13, other.target().value(fields, 1), 0);
        Target sum = Target.of("sum", 2, x -> 3 * x[0] + 5 * x[1]);
        Network function = Network.student(1, Activation.LINEAR).target(sum).normalization(Normalization.SQRT);
        assertEquals(13, function.target().value(fields, 1), 0);
    }

    @Test
    @Tag("regression")
    void whatCannotBeATargetIsRefused() {
        refused(
                "target.terms[2].degrees: expected 2 degrees, one a direction, got 1",
                () -> Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(1, 1)));
        refused(
                "target.terms[3].degrees: expected each list of degrees once, got [1, 0] again; add the coefficients",
                () -> Target.hermite(2, HermiteTerm.of(1, 1, 0), HermiteTerm.of(1, 1, 1), HermiteTerm.of(2, 1, 0)));
        refused(
                "target.terms: expected a coefficient that is not zero, got none",
                () -> Target.hermite(1, HermiteTerm.of(0, 1)));
        refused("degrees: expected whole numbers from 0 to 100, got [-1]", () -> HermiteTerm.of(1, -1));
        refused("coefficient: expected a finite number, got NaN", () -> HermiteTerm.of(Double.NaN, 1));
        refused("target.directions: expected a whole number >= 1, got 0", () -> Target.of("none", 0, x -> 1));
        refused("target.directions: expected a whole number >= 1, got 0", () -> Target.hermite(0));
        refused(
                "teacher.secondLayer: expected a teacher of units, got target sum of 2 directions; put the weights into"
                        + " the target",
                () -> Network.student(1, Activation.LINEAR)
                        .target(Target.of("sum", 2, x -> x[0] + x[1]))
                        .teacherLayer(1, 2));
    }

    private static void refused(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
