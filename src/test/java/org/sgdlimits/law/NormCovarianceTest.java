package org.sgdlimits.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * The covariance of the overlaps with the squared norms, summed over the blocks at once, is the sum of the whole covariance's columns,
 * entry by entry. What it leaves out is of order (γ/d)² = 10⁻⁸ beside signals and fields of order one; the terms of order γ/d, which have
 * to be there and under the spherical rule are all there is, show beside that. The whole covariance is held against sampled steps
 * elsewhere.
 */
@Tag("regression")
final class NormCovarianceTest {

    /** (γ/d)². */
    private static final double SECOND_ORDER = 1e-8;

    private static final Covariance COVARIANCE =
            Covariance.eigenvalues(new double[] {2.5, 1.4, 0.5}, new long[] {1, 3, 36});

    static Stream<TrainingRule> rules() {
        return Stream.of(
                TrainingRule.projected(0.004),
                TrainingRule.spherical(0.004),
                TrainingRule.projected(0.004).withBatch(3),
                TrainingRule.spherical(0.004).withBatch(3));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itIsTheSumOverTheBlocksOfTheWholeCovariance(TrainingRule rule) {
        double[][] withFirstOrder = columns(rule, false);
        double[][] rows = columns(rule, true);
        double[][] coarse = columns(rule.withLearningRate(Schedule.constant(4e-8)), false);
        double firstOrder = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int a = 0; a < rows[i].length; a++) {
                firstOrder = Math.max(firstOrder, Math.abs(withFirstOrder[i][a] - coarse[i][a]));
                assertEquals(withFirstOrder[i][a], rows[i][a], SECOND_ORDER, "entry " + i + " with norm " + a);
            }
        }
        assertTrue(firstOrder > 10 * SECOND_ORDER, "the terms of order γ/d are too small to be seen: " + firstOrder);
    }

    /** [entry][p], by its own algorithm or from the whole covariance. */
    private static double[][] columns(TrainingRule rule, boolean atOnce) {
        Network network = Network.student(2, Activation.ERF)
                .teacher(1, Activation.ERF)
                .labelNoise(0.2)
                .covariance(COVARIANCE);
        Problem<Network> problem = new Problem<>(network, rule, 40, Start.random(1), Horizon.steps(1));
        Spectrum spectrum = COVARIANCE.spectrum(40);
        OrderParameters layout = new OrderParameters(network, spectrum.blocks());
        Overlaps state = new Overlaps(layout, spectrum);
        double[][][] gram = Starts.gram(problem, 3, 0);
        for (int b = 0; b < gram.length; b++) {
            for (int i = 0; i < gram[b].length; i++) {
                System.arraycopy(gram[b][i], 0, state.gram[b][i], 0, gram[b].length);
            }
        }
        state.sumBlocks();
        FieldSamples samples = new FieldSamples(network, FieldRules.covariance(network), FieldSamples.ALL_GROUPS);
        MeanSignal signal = new MeanSignal(layout);
        new SampleMoments(samples).evaluate(state.omega, state.parameters, true, signal);
        StepTerms terms = new StepTerms(layout, spectrum, rule);
        double rate = rule.learningRate().rate(0);
        terms.at(state, rate, rate, signal, true);
        StepCovariance covariance = new StepCovariance(layout, spectrum, samples, terms);
        double[][] rows = new double[layout.size()][2];
        if (atOnce) {
            covariance.withNorms(state, rows);
            return rows;
        }
        double[][] whole = new double[layout.size()][layout.size()];
        covariance.evaluate(state, false, whole);
        for (int i = 0; i < rows.length; i++) {
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < spectrum.blocks(); b++) {
                    rows[i][a] += whole[i][layout.q(b, a, a)];
                }
            }
        }
        return rows;
    }
}
