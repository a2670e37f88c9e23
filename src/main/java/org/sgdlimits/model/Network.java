package org.sgdlimits.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A two-layer student that learns from a two-layer teacher, or another {@link Target}.
 *
 * <p>f = N_p Σ_j a_j σ(λ_j), y = y(λ*) + √Δ ξ with ξ ~ N(0, 1), y(λ*) = N_k Σ_r a*_r σ*(λ*_r) for a teacher, and N_p = 1/p, 1/√p or
 * 1 by {@link Normalization}; loss ½(y − f)² or 1 − y f. The error signal is e_j = N_p a_j σ'(λ_j) 𝓔 with 𝓔 = y − f for the square
 * loss and 𝓔 = y for the correlation loss; a trained second layer moves by h_j = N_p σ(λ_j) 𝓔. Immutable: every method that
 * changes something returns a new network.
 */
public final class Network implements FieldModel {

    private final Activation student;
    private final double[] secondLayer;
    private final boolean trainsSecondLayer;
    private final Target target;
    private final Loss loss;
    private final Normalization normalization;
    private final double labelNoise;
    private final Covariance covariance;
    private final double noiseScale;
    private final double studentFactor;

    private Network(Parts parts) {
        student = Objects.requireNonNull(parts.student, "student.activation");
        secondLayer = parts.secondLayer;
        trainsSecondLayer = parts.trainsSecondLayer;
        loss = Objects.requireNonNull(parts.loss, "loss");
        normalization = Objects.requireNonNull(parts.normalization, "normalization");
        target = parts.target instanceof CommitteeTarget committee
                ? committee.with(normalization)
                : Objects.requireNonNull(parts.target, "target");
        labelNoise = parts.labelNoise;
        covariance = Objects.requireNonNull(parts.covariance, "covariance");
        if (student == Activation.SIGN) {
            throw new IllegalArgumentException("student.activation: the slope of sign is zero, so SGD never moves;"
                    + " use sign for the teacher, and erf or tanh for the student");
        }
        if (!(labelNoise >= 0) || Double.isInfinite(labelNoise)) {
            throw new IllegalArgumentException("labelNoise: expected a variance >= 0, got " + labelNoise);
        }
        noiseScale = Math.sqrt(labelNoise);
        studentFactor = normalization.factor(secondLayer.length);
    }

    /** What a network is made of, while it is being made. */
    private static final class Parts {
        private Activation student;
        private double[] secondLayer;
        private boolean trainsSecondLayer;
        private Target target;
        private Loss loss = Loss.SQUARE;
        private Normalization normalization = Normalization.MEAN;
        private double labelNoise;
        private Covariance covariance = Covariance.identity();
    }

    private Network with(Consumer<Parts> change) {
        Parts parts = new Parts();
        parts.student = student;
        parts.secondLayer = secondLayer;
        parts.trainsSecondLayer = trainsSecondLayer;
        parts.target = target;
        parts.loss = loss;
        parts.normalization = normalization;
        parts.labelNoise = labelNoise;
        parts.covariance = covariance;
        change.accept(parts);
        return new Network(parts);
    }

    /** A student of width p with second layer 1; {@link Student#teacher} or {@link Student#target} completes the network. */
    public static Student student(int width, Activation activation) {
        positiveWidth("student.width", width);
        return new Student(width, activation);
    }

    /** A student that still lacks its teacher. */
    public record Student(int width, Activation activation) {

        /** Adds a teacher of width k with second layer 1. */
        public Network teacher(int teacherWidth, Activation teacherActivation) {
            positiveWidth("teacher.width", teacherWidth);
            return target(new CommitteeTarget(teacherActivation, ones(teacherWidth), Normalization.MEAN));
        }

        /** Adds a target of any kind. */
        public Network target(Target target) {
            Parts parts = new Parts();
            parts.student = activation;
            parts.secondLayer = ones(width);
            parts.target = target;
            return new Network(parts);
        }
    }

    /** The same network with label noise of variance Δ. */
    public Network labelNoise(double variance) {
        return with(parts -> parts.labelNoise = variance);
    }

    /** The same network with another loss. */
    public Network loss(Loss other) {
        return with(parts -> parts.loss = other);
    }

    /** The same network with another normalisation of both sums. */
    public Network normalization(Normalization other) {
        return with(parts -> parts.normalization = other);
    }

    /** The same network with second-layer weights a. */
    public Network secondLayer(double... values) {
        double[] layer = layer("student.secondLayer", values, secondLayer.length);
        return with(parts -> parts.secondLayer = layer);
    }

    /**
     * The same network with another number of students.
     *
     * @throws IllegalArgumentException if the second layer is not the same for all students, so that it says nothing of others
     */
    public Network width(int width) {
        positiveWidth("student.width", width);
        double[] layer = new double[width];
        Arrays.fill(layer, secondLayer[0]);
        for (double value : secondLayer) {
            if (value != secondLayer[0]) {
                throw new IllegalArgumentException(
                        "student.secondLayer: expected equal values where the width is varied," + " got "
                                + Arrays.toString(secondLayer));
            }
        }
        return with(parts -> parts.secondLayer = layer);
    }

    /** The same network whose second layer is trained too. */
    public Network trainSecondLayer() {
        return with(parts -> parts.trainsSecondLayer = true);
    }

    /**
     * The same network with teacher weights a*.
     *
     * @throws IllegalArgumentException if the target is not a committee, or the weights are not one a unit
     */
    public Network teacherLayer(double... values) {
        Activation activation = committee()
                .orElseThrow(() -> new IllegalArgumentException("teacher.secondLayer: expected a teacher of units, got "
                        + target.describe() + "; put the weights into the target"))
                .activation();
        double[] layer = layer("teacher.secondLayer", values, target.directions());
        return with(parts -> parts.target = new CommitteeTarget(activation, layer, normalization));
    }

    /** The same network on data of covariance K. */
    public Network covariance(Covariance other) {
        return with(parts -> parts.covariance = other);
    }

    private static void positiveWidth(String name, int width) {
        if (width < 1) {
            throw new IllegalArgumentException(name + ": expected a whole number >= 1, got " + width);
        }
    }

    private static double[] ones(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] layer(String name, double[] values, int width) {
        if (values.length != width) {
            throw new IllegalArgumentException(
                    name + ": expected " + width + " values, one a unit, got " + values.length);
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + ": expected finite numbers, got " + value);
            }
        }
        return values.clone();
    }

    /** σ. */
    public Activation studentActivation() {
        return student;
    }

    /** What is learned. */
    public Target target() {
        return target;
    }

    /** The target where it is a committee of units, which closed forms need. */
    public Optional<CommitteeTarget> committee() {
        return target instanceof CommitteeTarget committee ? Optional.of(committee) : Optional.empty();
    }

    /** What the sums over units are divided by. */
    public Normalization normalization() {
        return normalization;
    }

    /** N_p. */
    public double studentFactor() {
        return studentFactor;
    }

    /** The second layer a at the start. A fresh array. */
    public double[] secondLayer() {
        return secondLayer.clone();
    }

    /** Whether a is trained. */
    public boolean trainsSecondLayer() {
        return trainsSecondLayer;
    }

    /** The loss. */
    public Loss loss() {
        return loss;
    }

    /** Δ. */
    public double labelNoise() {
        return labelNoise;
    }

    @Override
    public int students() {
        return secondLayer.length;
    }

    @Override
    public int teachers() {
        return target.directions();
    }

    @Override
    public double[] parameters() {
        return trainsSecondLayer ? secondLayer.clone() : new double[0];
    }

    @Override
    public List<String> parameterNames() {
        return trainsSecondLayer
                ? IntStream.rangeClosed(1, secondLayer.length)
                        .mapToObj(j -> "a[" + j + "]")
                        .toList()
                : List.of();
    }

    @Override
    public boolean hasNoise() {
        return labelNoise > 0;
    }

    private double[] layer(double[] parameters) {
        return trainsSecondLayer ? parameters : secondLayer;
    }

    private double output(double[] fields, double[] layer) {
        double sum = 0;
        for (int j = 0; j < layer.length; j++) {
            sum += layer[j] * student.value(fields[j]);
        }
        return studentFactor * sum;
    }

    private double label(double[] fields, double noise) {
        return target.value(fields, secondLayer.length) + noiseScale * noise;
    }

    @Override
    public double loss(double[] fields, double noise, double[] parameters) {
        double label = label(fields, noise);
        double output = output(fields, layer(parameters));
        return loss == Loss.SQUARE ? 0.5 * (label - output) * (label - output) : 1 - label * output;
    }

    @Override
    public void errorSignal(
            double[] fields, double noise, double[] parameters, double[] studentSignal, double[] parameterSignal) {
        double[] layer = layer(parameters);
        double error = label(fields, noise);
        if (loss == Loss.SQUARE) {
            error -= output(fields, layer);
        }
        double scaled = studentFactor * error;
        for (int j = 0; j < layer.length; j++) {
            studentSignal[j] = layer[j] * student.slope(fields[j]) * scaled;
        }
        for (int j = 0; j < parameterSignal.length; j++) {
            parameterSignal[j] = student.value(fields[j]) * scaled;
        }
    }

    /** Both even: every product is even. Both odd: they are when the label noise changes its sign too. */
    @Override
    public boolean isMirrorSymmetric() {
        return student.parity() == target.parity() && student.parity() != Activation.Parity.NONE;
    }

    @Override
    public Smoothness smoothness() {
        Smoothness label = target.smoothness();
        if (student.kinked() || label.kind() == Smoothness.Kind.KINKED) {
            return Smoothness.kinked();
        }
        int studentDegree = student.coefficients().length - 1;
        if (studentDegree < 0 || label.kind() == Smoothness.Kind.SMOOTH) {
            return Smoothness.smooth();
        }
        int errorDegree = loss == Loss.SQUARE ? Math.max(studentDegree, label.degree()) : label.degree();
        int slopeDegree = trainsSecondLayer ? studentDegree : Math.max(studentDegree - 1, 0);
        return Smoothness.polynomial(errorDegree + slopeDegree);
    }

    @Override
    public OptionalDouble riskFloor() {
        return loss == Loss.SQUARE ? OptionalDouble.of(0.5 * labelNoise) : OptionalDouble.empty();
    }

    @Override
    public Covariance covariance() {
        return covariance;
    }

    @Override
    public String describe() {
        return "network: student " + secondLayer.length + " x " + student.name() + ", "
                + target.describe() + ", " + loss.name().toLowerCase(java.util.Locale.ROOT)
                + " loss, label noise " + labelNoise + (trainsSecondLayer ? ", second layer trained" : "");
    }
}
