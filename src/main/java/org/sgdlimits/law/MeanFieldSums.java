package org.sgdlimits.law;

import java.util.Arrays;
import org.sgdlimits.gaussian.FieldNodes;
import org.sgdlimits.gaussian.IsotropicRule;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * Expectations of the mean-field limit over inputs and over independent uniform directions, at a cost linear in the number of
 * particles.
 *
 * <p>The field of particle j is λ_j = c_j·λ* + √q⊥_j R s_j with c_j = P⁺ m_j. Given (λ*, R) the s_j of different particles are
 * independent, so that with F = (1/p) Σ_i a_i E[σ(λ_i)]
 *
 * <pre>
 *   E[g(λ_j) 𝓔] = E[g(λ_j)] (y − F + (a_j/p) E[σ(λ_j)]) − (a_j/p) E[g(λ_j) σ(λ_j)]
 * </pre>
 *
 * at every node (λ*, R): a particle meets itself with the same direction. Scratch of one solve. Cost: particles × nodes in λ*, R and s;
 * allocates nothing.
 */
final class MeanFieldSums {

    private final Network network;
    private final int p;
    private final int k;
    private final boolean squareLoss;
    private final IsotropicRule orthogonal;
    private final FieldNodes nodes;
    private final double[] labels;
    private final ConditionalMoments moments;
    private final double[] along;
    private final double[] value;
    private final double[] slope;
    private final double[] slopeField;
    private final double[] slopeValue;
    private final double[] slopeValueField;
    private final double[] square;

    /** E[e_j λ*]/(1/p), [j·k + r]. */
    final double[] teacherSignal;

    /** E[e_j λ⊥_j]/(1/p). */
    final double[] orthogonalSignal;

    /** E[h_j]/(1/p). */
    final double[] layerSignal;

    MeanFieldSums(Network network, MeanFieldRules rules, double[][] teacherGram) {
        this.network = network;
        p = network.students();
        k = network.teachers();
        squareLoss = network.loss() == Loss.SQUARE;
        orthogonal = rules.orthogonal();
        nodes = new FieldNodes(rules.teachers());
        rules.teachers().place(teacherGram, nodes);
        moments = new ConditionalMoments(network.studentActivation(), orthogonal);
        labels = new double[nodes.count()];
        for (int node = 0; node < labels.length; node++) {
            labels[node] = network.target().value(nodes.fields(), node * k);
        }
        along = new double[p];
        value = new double[p];
        slope = new double[p];
        slopeField = new double[p];
        slopeValue = new double[p];
        slopeValueField = new double[p];
        square = new double[p];
        teacherSignal = new double[p * k];
        orthogonalSignal = new double[p];
        layerSignal = new double[p];
    }

    /**
     * Evaluates the signals.
     *
     * @param layer a
     * @param coordinates c_j = P⁺ m_j, [j·k + r]
     * @param roots √q⊥
     */
    void signals(double[] layer, double[] coordinates, double[] roots) {
        Arrays.fill(teacherSignal, 0);
        Arrays.fill(orthogonalSignal, 0);
        Arrays.fill(layerSignal, 0);
        for (int node = 0; node < labels.length; node++) {
            project(node, coordinates);
            for (int shell = 0; shell < orthogonal.radii(); shell++) {
                double output = load(layer, roots, orthogonal.radius(shell));
                addNode(node, shell, output, layer, roots);
            }
        }
    }

    private void addNode(int node, int shell, double output, double[] layer, double[] roots) {
        double weight = nodes.weight(node) * orthogonal.radiusWeight(shell);
        double radius = orthogonal.radius(shell);
        for (int j = 0; j < p; j++) {
            double own = squareLoss ? layer[j] / p : 0;
            double error = squareLoss ? labels[node] - output + own * value[j] : labels[node];
            double signal = weight * layer[j] * (error * slope[j] - own * slopeValue[j]);
            for (int r = 0; r < k; r++) {
                teacherSignal[j * k + r] += signal * nodes.field(node, r);
            }
            orthogonalSignal[j] +=
                    weight * layer[j] * roots[j] * radius * (error * slopeField[j] - own * slopeValueField[j]);
            layerSignal[j] += weight * (error * value[j] - own * square[j]);
        }
    }

    /** The risk, noise floor included; arguments as in {@link #signals}. */
    double risk(double[] layer, double[] coordinates, double[] roots) {
        double sum = 0;
        for (int node = 0; node < labels.length; node++) {
            project(node, coordinates);
            for (int shell = 0; shell < orthogonal.radii(); shell++) {
                double output = load(layer, roots, orthogonal.radius(shell));
                double weight = nodes.weight(node) * orthogonal.radiusWeight(shell);
                sum += weight * (squareLoss ? squaredError(labels[node] - output, layer) : labels[node] * output);
            }
        }
        return squareLoss ? 0.5 * (sum + network.labelNoise()) : 1 - sum;
    }

    /** E[𝓔²] without the label noise: the square of the mean, and each particle's variance. */
    private double squaredError(double mean, double[] layer) {
        double variance = 0;
        for (int j = 0; j < p; j++) {
            variance += layer[j] * layer[j] * (square[j] - value[j] * value[j]);
        }
        return mean * mean + variance / ((double) p * p);
    }

    private void project(int node, double[] coordinates) {
        for (int j = 0; j < p; j++) {
            double sum = 0;
            for (int r = 0; r < k; r++) {
                sum += coordinates[j * k + r] * nodes.field(node, r);
            }
            along[j] = sum;
        }
    }

    /** Loads the particles' conditional moments; the student's mean output F. */
    private double load(double[] layer, double[] roots, double radius) {
        double output = 0;
        for (int j = 0; j < p; j++) {
            moments.at(along[j], roots[j] * radius);
            value[j] = moments.value;
            square[j] = moments.square;
            slope[j] = moments.slope;
            slopeField[j] = moments.slopeField;
            slopeValue[j] = moments.slopeValue;
            slopeValueField[j] = moments.slopeValueField;
            output += layer[j] * moments.value;
        }
        return output / p;
    }
}
