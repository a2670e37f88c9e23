package org.sgdlimits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Objectives.Labels;

/** Validation: the shipped objectives against differences of their losses, mpmath, and the laws of their labels. */
@Tag("validation")
final class ObjectivesTest {

    private static final double[] THETA = {};

    private static final List<ObjectiveModel> ALL = List.of(
            Objectives.leastSquares(2, 0.3),
            Objectives.logistic(Labels.PROBABILITIES),
            Objectives.logistic(Labels.SAMPLED),
            Objectives.softmax(2, Labels.PROBABILITIES),
            Objectives.softmax(2, Labels.SAMPLED),
            Objectives.phaseRetrieval(),
            Objectives.huber(5, 0.3),
            Objectives.huber(0.2, 0.3),
            Objectives.multiIndex());

    /** As for networks: a difference of fourth order leaves less than 1e-10. */
    @Test
    void errorSignalsAreMinusTheSlopesOfTheLoss() {
        ALL.forEach(NetworkTest::holdAgainstDifferences);
    }

    private static double signal(ObjectiveModel model, double noise, double... fields) {
        double[] signal = new double[model.students()];
        model.errorSignal(fields, noise, THETA, signal, THETA);
        return signal[0];
    }

    /** −r s(r*) + log(1 + e^r): at r = ±800, where e^r overflows, 800 − 800·½ and e = ½ − 1; two classes are the binary loss. */
    @Test
    void classificationSurvivesLargeFieldsAndTwoClassesAreBinary() {
        ObjectiveModel logistic = Objectives.logistic(Labels.PROBABILITIES);
        assertEquals(400, logistic.loss(new double[] {800, 0}, 0, THETA), 1e-12);
        assertEquals(400, logistic.loss(new double[] {-800, 0}, 0, THETA), 1e-12);
        assertEquals(-0.5, signal(logistic, 0, 800, 0), 1e-15);
        assertEquals(0.5, signal(logistic, 0, -800, 0), 1e-15);
        ObjectiveModel softmax = Objectives.softmax(2, Labels.PROBABILITIES);
        // softmax of (r, 0) is (s(r), s(−r))
        assertEquals(
                logistic.loss(new double[] {0.7, -0.4}, 0, THETA),
                softmax.loss(new double[] {0.7, 0, -0.4, 0}, 0, THETA),
                1e-15);
        assertEquals(signal(logistic, 0, 0.7, -0.4), signal(softmax, 0, 0.7, 0, -0.4, 0), 1e-15);
        assertEquals(-0.5, signal(softmax, 0, 800, -800, 0, 0), 1e-15);
    }

    /**
     * Label c is drawn on a set of ξ of measure P(c): counted over n midpoints u = Φ(ξ), of which the C − 1 ends of the sets leave
     * as many undecided; and the ξ that stands for a label gives its loss.
     */
    @Test
    void labelsAreDrawnWithTheirProbabilities() {
        int n = 20_000;
        double[] fields = {0.3, -0.5, 1.1, 0.4, -0.2, 0.9};
        for (int classes = 2; classes <= 3; classes++) {
            ObjectiveModel model = Objectives.softmax(classes, Labels.SAMPLED);
            LabelLaw law = model.labels().orElseThrow();
            double[] own = new double[2 * classes];
            System.arraycopy(fields, 0, own, 0, classes);
            System.arraycopy(fields, 3, own, classes, classes);
            double[] probability = new double[classes];
            double[] noise = new double[classes];
            law.at(own, probability, noise);
            double partition = 0;
            for (int c = 0; c < classes; c++) {
                partition += Math.exp(own[classes + c]);
            }
            for (int c = 0; c < classes; c++) {
                assertEquals(Math.exp(own[classes + c]) / partition, probability[c], 1e-15);
                double loss = model.loss(own, noise[c], THETA);
                int drawn = 0;
                for (int i = 0; i < n; i++) {
                    drawn += model.loss(own, LabelDraw.noise((i + 0.5) / n), THETA) == loss ? 1 : 0;
                }
                assertEquals(probability[c], (double) drawn / n, 2.0 / n, "class " + c + " of " + classes);
            }
        }
    }

    @Test
    void binaryLabelsAreDrawnWithTheirProbabilities() {
        ObjectiveModel model = Objectives.logistic(Labels.SAMPLED);
        double[] probability = new double[2];
        double[] noise = new double[2];
        double[] fields = {0.3, 0.8};
        model.labels().orElseThrow().at(fields, probability, noise);
        double one = 1 / (1 + Math.exp(-0.8));
        double student = 1 / (1 + Math.exp(-0.3));
        assertEquals(one, probability[1], 1e-15);
        assertEquals(1 - one, probability[0], 1e-15);
        assertEquals(1 - student, signal(model, noise[1], fields), 1e-15);
        assertEquals(-student, signal(model, noise[0], fields), 1e-15);
        assertEquals(1 - student, signal(model, LabelDraw.noise(one - 1e-9), fields), 1e-15);
        assertEquals(-student, signal(model, LabelDraw.noise(one + 1e-9), fields), 1e-15);
    }

    /** References: mpmath.quad of the loss over the normal density, 25 digits; the formula's terms, up to 0.8, cancel. */
    @Test
    void huberHasTheFloorOfItsNoise() {
        assertEquals(
                0.10616505416405732, Objectives.huber(0.5, 0.25).riskFloor().orElseThrow(), 1e-16);
        assertEquals(
                0.04499994334190463, Objectives.huber(1.3, 0.09).riskFloor().orElseThrow(), 1e-16);
        assertEquals(0, Objectives.huber(1, 0).riskFloor().orElseThrow());
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        assertEquals(
                "threshold: expected a number > 0, got 0.0",
                assertThrows(IllegalArgumentException.class, () -> Objectives.huber(0, 1))
                        .getMessage());
        assertEquals(
                "labelNoise: expected a variance >= 0, got NaN",
                assertThrows(IllegalArgumentException.class, () -> Objectives.leastSquares(1, Double.NaN))
                        .getMessage());
        assertEquals(
                "width: expected a whole number >= 2, got 1",
                assertThrows(IllegalArgumentException.class, () -> Objectives.softmax(1, Labels.SAMPLED))
                        .getMessage());
        assertTrue(Objectives.logistic(Labels.SAMPLED).describe().contains("labels sampled"));
    }
}
