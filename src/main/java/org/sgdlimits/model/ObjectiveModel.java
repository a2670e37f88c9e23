package org.sgdlimits.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.CalculusFieldElement;

/**
 * A model stated by its loss f(λ, λ*, ξ; θ); the error signal is e = −∂f/∂λ, h = −∂f/∂θ, and everything else follows by
 * quadrature. Immutable.
 */
public final class ObjectiveModel implements FieldModel {

    private final String name;
    private final int students;
    private final int teachers;
    private final GradientObjective objective;
    private final double[] parameters;
    private final boolean noise;
    private final Optional<LabelLaw> labels;
    private final Smoothness smoothness;
    private final OptionalDouble riskFloor;
    private final Covariance covariance;

    private ObjectiveModel(
            String name,
            int students,
            int teachers,
            GradientObjective objective,
            double[] parameters,
            boolean noise,
            Optional<LabelLaw> labels,
            Smoothness smoothness,
            OptionalDouble riskFloor,
            Covariance covariance) {
        if (students < 1 || teachers < 1) {
            throw new IllegalArgumentException("objective " + name + ": expected at least one student and one teacher"
                    + " direction, got " + students + " and " + teachers);
        }
        this.name = Objects.requireNonNull(name, "name");
        this.students = students;
        this.teachers = teachers;
        this.objective = Objects.requireNonNull(objective, "objective");
        this.parameters = parameters.clone();
        this.noise = noise;
        this.labels = labels;
        this.smoothness = smoothness;
        this.riskFloor = riskFloor;
        this.covariance = covariance;
    }

    /** A smooth loss of p student and k teacher fields, without noise, of which only f is written. */
    public static ObjectiveModel of(String name, int students, int teachers, Objective objective) {
        Objects.requireNonNull(objective, "objective");
        return of(name, students, teachers, new double[0], new WithoutParameters(objective));
    }

    /** A smooth loss with further trained parameters θ, of which only f is written. */
    public static ObjectiveModel of(
            String name, int students, int teachers, double[] parameters, ParametricObjective objective) {
        return of(name, students, teachers, parameters, new DifferentiatedObjective(objective, students));
    }

    /** A smooth loss written with its gradient. */
    public static ObjectiveModel of(
            String name, int students, int teachers, double[] parameters, GradientObjective objective) {
        return new ObjectiveModel(
                name,
                students,
                teachers,
                objective,
                parameters,
                false,
                Optional.empty(),
                Smoothness.smooth(),
                OptionalDouble.empty(),
                Covariance.identity());
    }

    /** The same model whose loss depends on the noise ξ. */
    public ObjectiveModel withNoise() {
        return new ObjectiveModel(
                name, students, teachers, objective, parameters, true, labels, smoothness, riskFloor, covariance);
    }

    /** The same model whose loss depends on the noise ξ through one of finitely many labels. */
    public ObjectiveModel withLabels(LabelLaw law) {
        return new ObjectiveModel(
                name,
                students,
                teachers,
                objective,
                parameters,
                true,
                Optional.of(law),
                smoothness,
                riskFloor,
                covariance);
    }

    /** The same model with what a quadrature may assume of its gradient. */
    public ObjectiveModel withSmoothness(Smoothness other) {
        return new ObjectiveModel(
                name, students, teachers, objective, parameters, noise, labels, other, riskFloor, covariance);
    }

    /** The same model with the smallest risk that a student can reach. */
    public ObjectiveModel withRiskFloor(double floor) {
        return new ObjectiveModel(
                name,
                students,
                teachers,
                objective,
                parameters,
                noise,
                labels,
                smoothness,
                OptionalDouble.of(floor),
                covariance);
    }

    /** The same model on data of covariance K. */
    public ObjectiveModel withCovariance(Covariance other) {
        return new ObjectiveModel(
                name, students, teachers, objective, parameters, noise, labels, smoothness, riskFloor, other);
    }

    @Override
    public int students() {
        return students;
    }

    @Override
    public int teachers() {
        return teachers;
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public List<String> parameterNames() {
        return IntStream.rangeClosed(1, parameters.length)
                .mapToObj(j -> "theta[" + j + "]")
                .toList();
    }

    @Override
    public boolean hasNoise() {
        return noise;
    }

    @Override
    public Optional<LabelLaw> labels() {
        return labels;
    }

    @Override
    public double loss(double[] fields, double xi, double[] theta) {
        return objective.loss(fields, xi, theta);
    }

    @Override
    public void errorSignal(
            double[] fields, double xi, double[] theta, double[] studentSignal, double[] parameterSignal) {
        objective.gradient(fields, xi, theta, studentSignal, parameterSignal);
        for (int j = 0; j < studentSignal.length; j++) {
            studentSignal[j] = -studentSignal[j];
        }
        for (int j = 0; j < parameterSignal.length; j++) {
            parameterSignal[j] = -parameterSignal[j];
        }
    }

    @Override
    public Smoothness smoothness() {
        return smoothness;
    }

    @Override
    public OptionalDouble riskFloor() {
        return riskFloor;
    }

    @Override
    public Covariance covariance() {
        return covariance;
    }

    @Override
    public String describe() {
        return "objective " + name + ": " + students + " student and " + teachers + " teacher directions";
    }

    private record WithoutParameters(Objective objective) implements ParametricObjective {
        @Override
        public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise, T[] theta) {
            return objective.loss(student, teacher, noise);
        }
    }
}
