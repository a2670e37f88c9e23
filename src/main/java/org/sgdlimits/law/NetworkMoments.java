package org.sgdlimits.law;

import org.sgdlimits.gaussian.FieldForms;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;

/**
 * The moments of a network's error signal from expectations of products of activations.
 *
 * <p>With the residual 𝓔 = Σ_i c_i g_i(x_i) + √Δ ξ over all fields (c_j = −N_p a_j for students, absent for the correlation
 * loss; N_k a*_r for teachers) and b_j = N_p a_j:
 *
 * <pre>
 *   E[x_a e_j]   = b_j Σ_i c_i E[g_j' x_a g_i]
 *   E[e_j e_l]   = b_j b_l (Σ_im c_i c_m E[g_j' g_l' g_i g_m] + Δ E[g_j' g_l'])
 *   E[h_j]       = N_p Σ_i c_i E[g_j g_i]
 *   risk         = ½(Σ_im c_i c_m E[g_i g_m] + Δ)     or   1 − Σ_j Σ_r b_j N_k a*_r E[g_j g_r]
 * </pre>
 *
 * <p>Where the family has no closed four-field form, E[e_j e_l] comes from quadrature. Cost: p²(p+k)²/4 four-field forms.
 */
final class NetworkMoments implements FieldMoments {

    private final Network network;
    private final FieldForms forms;
    private final SampleMoments quadrature;
    private final int students;
    private final int fields;
    private final double factor;
    private final boolean squareLoss;
    private final ResidualWeights weights;
    private final double[] residual;

    /**
     * @param forms expectations of products of the network's activations at its fields
     * @param quadrature serves E[e_j e_l] where the forms do not
     */
    NetworkMoments(Network network, FieldForms forms, SampleMoments quadrature) {
        this.network = network;
        this.forms = forms;
        this.quadrature = quadrature;
        students = network.students();
        fields = network.fields();
        squareLoss = network.loss() == Loss.SQUARE;
        weights = new ResidualWeights(network);
        residual = weights.values;
        factor = weights.factor;
    }

    @Override
    public void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into) {
        double[] layer = weights.load(parameters);
        for (int j = 0; j < students; j++) {
            for (int a = 0; a < fields; a++) {
                double sum = 0;
                for (int i = 0; i < fields; i++) {
                    if (residual[i] != 0) {
                        sum += residual[i] * forms.slopeFieldProduct(omega, j, a, i);
                    }
                }
                into.field[a][j] = factor * layer[j] * sum;
            }
        }
        for (int j = 0; j < into.parameter.length; j++) {
            double sum = 0;
            for (int i = 0; i < fields; i++) {
                if (residual[i] != 0) {
                    sum += residual[i] * forms.product(omega, j, i);
                }
            }
            into.parameter[j] = factor * sum;
        }
        if (withProducts) {
            products(omega, parameters, into.product);
        }
    }

    /** E[e_j e_l]. */
    void products(double[][] omega, double[] parameters, double[][] into) {
        if (forms.hasFourFieldForm()) {
            closedProducts(omega, weights.load(parameters), into);
        } else {
            quadrature.evaluateProducts(omega, parameters, into);
        }
    }

    private void closedProducts(double[][] omega, double[] layer, double[][] products) {
        double noise = network.labelNoise();
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                double sum = noise == 0 ? 0 : noise * forms.slopeProduct(omega, j, l);
                for (int i = 0; i < fields; i++) {
                    if (residual[i] == 0) {
                        continue;
                    }
                    sum += residual[i] * residual[i] * forms.slopeSlopeProductProduct(omega, j, l, i, i);
                    for (int m = i + 1; m < fields; m++) {
                        if (residual[m] != 0) {
                            sum += 2 * residual[i] * residual[m] * forms.slopeSlopeProductProduct(omega, j, l, i, m);
                        }
                    }
                }
                double value = factor * factor * layer[j] * layer[l] * sum;
                products[j][l] = value;
                products[l][j] = value;
            }
        }
    }

    @Override
    public double risk(double[][] omega, double[] parameters) {
        double[] layer = weights.load(parameters);
        double sum = 0;
        if (squareLoss) {
            for (int i = 0; i < fields; i++) {
                sum += residual[i] * residual[i] * forms.product(omega, i, i);
                for (int m = i + 1; m < fields; m++) {
                    sum += 2 * residual[i] * residual[m] * forms.product(omega, i, m);
                }
            }
            return 0.5 * (sum + network.labelNoise());
        }
        for (int j = 0; j < students; j++) {
            for (int r = students; r < fields; r++) {
                sum += layer[j] * residual[r] * forms.product(omega, j, r);
            }
        }
        return 1 - factor * sum;
    }
}
