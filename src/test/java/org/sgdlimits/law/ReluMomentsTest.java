package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.gaussian.ReluForms;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Network;

/** Shared angles against the arc-cosine forms term by term, which {@link ReluForms} works out and whose own tests hold it. */
@Tag("validation")
class ReluMomentsTest {

    /** Of sums of at most 25 terms, relative to the largest variance, of which every term is a multiple at most. */
    private static final double ROUNDING = 2e-15;

    static List<ErfMomentsTest.Case> cases() {
        return ErfMomentsTest.cases(Activation.RELU);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sharedAnglesGiveTheMomentsTermByTerm(ErfMomentsTest.Case given) {
        Network network = given.network();
        Overlaps state = ErfMomentsTest.state(given);
        OrderParameters layout = new OrderParameters(network, state.gram.length);
        NetworkMoments termByTerm = new NetworkMoments(network, new ReluForms(), null);
        FieldMoments shared = new ReluMoments(network, termByTerm);
        MeanSignal got = new MeanSignal(layout);
        MeanSignal expected = new MeanSignal(layout);
        shared.evaluate(state.omega, state.parameters, true, got);
        termByTerm.evaluate(state.omega, state.parameters, true, expected);
        double largest = 1;
        for (double[] row : state.omega) {
            for (double entry : row) {
                largest = Math.max(largest, entry);
            }
        }
        double tolerance = ROUNDING * largest;
        ErfMomentsTest.agree(expected.field, got.field, tolerance);
        ErfMomentsTest.agree(expected.product, got.product, 0);
        ErfMomentsTest.agree(new double[][] {expected.parameter}, new double[][] {got.parameter}, tolerance);
        assertEquals(
                termByTerm.risk(state.omega, state.parameters), shared.risk(state.omega, state.parameters), tolerance);
    }

    /**
     * One student at the angle φ and of the length of its teacher: risk = ½ (1 − cos φ) − κ(φ)/2π = φ²/4 − φ³/6π + O(φ⁴), where
     * cᵀΩc cancels to one ulp of 1.
     */
    @Test
    void riskOfALearntTeacherKeepsItsDigits() {
        Network network = Network.student(1, Activation.RELU).teacher(1, Activation.RELU);
        FieldMoments moments = new ReluMoments(network, new NetworkMoments(network, new ReluForms(), null));
        var spectrum = Covariance.identity().spectrum(100);
        Overlaps state = new Overlaps(new OrderParameters(network, spectrum.blocks()), spectrum);
        for (double angle : new double[] {1, 0.5, 0.1, 1e-2, 1e-3, 1e-4}) {
            double cosine = Math.cos(angle);
            state.gram[0][0][0] = 1;
            state.gram[0][1][1] = 1;
            state.gram[0][0][1] = cosine;
            state.gram[0][1][0] = cosine;
            state.sumBlocks();
            double half = Math.sin(0.5 * angle);
            double exact = half * half - (Math.sin(angle) - angle * cosine) / (2 * Math.PI);
            assertEquals(exact, moments.risk(state.omega, state.parameters), 3e-16, "angle " + angle);
        }
    }
}
