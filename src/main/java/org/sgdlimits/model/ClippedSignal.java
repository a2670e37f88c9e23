package org.sgdlimits.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model whose error signal is clipped as gradient clipping does in the limit: e·min(1, c/(√(tr K/d) ‖e‖)), h alike. A single
 * sample's gradient G = e zᵀ has ‖G‖ = ‖z‖‖e‖, and ‖z‖/√d → √(tr K/d), so that G·min(1, c√d/‖G‖) becomes this. The loss is
 * unclipped. The signal has a kink where ‖e‖ passes the threshold, which no rule that knows the zeros of the fields sees.
 *
 * <p>Source: Marshall, Xiao, Agarwala, Paquette, "To clip or not to clip: the dynamics of SGD with gradient clipping in
 * high-dimensions", 2024.
 */
public final class ClippedSignal implements FieldModel {

    private final FieldModel model;
    private final double threshold;

    private ClippedSignal(FieldModel model, double threshold) {
        this.model = model;
        this.threshold = threshold;
    }

    /** The model whose error signal a problem's limits use: its own where nothing is clipped. */
    public static FieldModel of(Problem<? extends FieldModel> problem) {
        FieldModel model = problem.model();
        OptionalDouble clip = problem.rule().clip();
        return clip.isEmpty()
                ? model
                : new ClippedSignal(
                        model,
                        clip.getAsDouble()
                                / Math.sqrt(model.covariance()
                                        .spectrum(problem.dimension())
                                        .trace(1)));
    }

    /** min(1, threshold/norm): what a gradient of this norm is multiplied by. */
    public static double factor(double threshold, double norm) {
        return norm > threshold ? threshold / norm : 1;
    }

    /** ‖e‖². */
    public static double square(double[] signal) {
        double sum = 0;
        for (double e : signal) {
            sum += e * e;
        }
        return sum;
    }

    @Override
    public void errorSignal(
            double[] fields, double noise, double[] parameters, double[] studentSignal, double[] parameterSignal) {
        model.errorSignal(fields, noise, parameters, studentSignal, parameterSignal);
        double factor = factor(threshold, Math.sqrt(square(studentSignal)));
        for (int j = 0; factor < 1 && j < studentSignal.length; j++) {
            studentSignal[j] *= factor;
        }
        for (int i = 0; factor < 1 && i < parameterSignal.length; i++) {
            parameterSignal[i] *= factor;
        }
    }

    @Override
    public Smoothness smoothness() {
        return Smoothness.piecewise();
    }

    @Override
    public int students() {
        return model.students();
    }

    @Override
    public int teachers() {
        return model.teachers();
    }

    @Override
    public double[] parameters() {
        return model.parameters();
    }

    @Override
    public List<String> parameterNames() {
        return model.parameterNames();
    }

    @Override
    public boolean hasNoise() {
        return model.hasNoise();
    }

    @Override
    public Optional<LabelLaw> labels() {
        return model.labels();
    }

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        return model.loss(fields, noise, parameters);
    }

    @Override
    public boolean isMirrorSymmetric() {
        return model.isMirrorSymmetric();
    }

    @Override
    public OptionalDouble riskFloor() {
        return model.riskFloor();
    }

    @Override
    public Covariance covariance() {
        return model.covariance();
    }

    @Override
    public String describe() {
        return model.describe() + ", its gradients clipped";
    }
}
