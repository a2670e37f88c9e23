package org.sgdlimits.law;

import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * Scratch: the weights c_i of the residual 𝓔 = Σ_i c_i g_i(x_i) + √Δ ξ of a network over all its fields, c_j = −N_p a_j for students,
 * 0 under the correlation loss, and N_k a*_r for teachers, of a network that learns from a committee.
 */
final class ResidualWeights {

    private final Network network;
    private final double[] fixedLayer;

    /** c, [p + k]; the students' part is that of the last {@link #load}. */
    final double[] values;

    /** The first field whose weight is not zero by the loss. */
    final int first;

    /** N_p. */
    final double factor;

    ResidualWeights(Network network) {
        this.network = network;
        fixedLayer = network.secondLayer();
        factor = network.studentFactor();
        first = network.loss() == Loss.SQUARE ? 0 : network.students();
        values = new double[network.fields()];
        double[] teachers = network.committee().orElseThrow().weights();
        System.arraycopy(teachers, 0, values, network.students(), teachers.length);
    }

    /** Loads the students' weights at θ and returns the second layer a. */
    double[] load(double[] parameters) {
        double[] layer = network.trainsSecondLayer() ? parameters : fixedLayer;
        for (int j = first; j < layer.length; j++) {
            values[j] = -factor * layer[j];
        }
        return layer;
    }
}
