package org.sgdlimits.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.sgdlimits.method.Starts;
import org.sgdlimits.model.CommitteeTarget;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Schedule;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.Start;

/**
 * The setting of {@link EscapeFormula}: y = (u*·x)² + √Δ ξ with ‖u*‖ = 1, f = (1/p)Σ (u_j·x)² with ‖u_j‖ = 1 kept by the
 * rule, loss ½(y − f)², K = I, constant learning rate.
 */
final class EscapeSetting {

    /** A teacher's norm may be off by this, as a student's may. */
    private static final double UNIT_NORM_TOLERANCE = 1e-10;

    private EscapeSetting() {}

    /** The first thing in which a problem differs; empty where nothing does. */
    static Optional<String> whyNot(Problem<?> problem) {
        if (!(problem.model() instanceof Network network)) {
            return Optional.of("the model is not a network");
        }
        if (problem.continuation().isPresent()) {
            return Optional.of("the run goes on with another training rule");
        }
        double[] square = {0, 0, 1};
        int p = network.students();
        Spectrum spectrum = network.covariance().spectrum(problem.dimension());
        Schedule schedule = problem.rule().learningRate();
        if (!Arrays.equals(network.studentActivation().coefficients(), square)) {
            return Optional.of("the student's activation is not the square");
        }
        Optional<CommitteeTarget> teacher = network.committee();
        if (teacher.isEmpty()) {
            return Optional.of("the target is not a teacher of square units");
        } else if (!Arrays.equals(teacher.get().activation().coefficients(), square)) {
            return Optional.of("the teacher's activation is not the square");
        } else if (network.teachers() != 1) {
            return Optional.of("the teacher's width is not 1");
        } else if (teacher.get().weights()[0] != 1) {
            return Optional.of("the teacher's second layer is not 1");
        } else if (network.trainsSecondLayer()) {
            return Optional.of("the second layer is trained");
        } else if (!DoubleStream.of(network.secondLayer()).allMatch(a -> a == 1)) {
            return Optional.of("the second layer is not 1 throughout");
        } else if (network.loss() != Loss.SQUARE) {
            return Optional.of("the loss is not the square loss");
        } else if (network.studentFactor() != 1.0 / p) {
            return Optional.of("the normalisation is not the mean over the students");
        } else if (spectrum.blocks() != 1 || spectrum.eigenvalue(0) != 1) {
            return Optional.of("the covariance is not the identity");
        } else if (!problem.rule().kind().keepsUnitNorm()) {
            return Optional.of("the rule does not keep the students on the unit sphere");
        } else if (problem.rule().adaptive().isPresent()
                || problem.rule().clip().isPresent()) {
            return Optional.of("the learning rate is adaptive or the gradients are clipped");
        } else if (!schedule.equals(Schedule.constant(schedule.rate(0)))) {
            return Optional.of("the learning rate is not constant");
        } else if (!hasUnitTeacher(networkProblem(problem))) {
            return Optional.of("the teacher's norm is not 1");
        }
        return Optional.empty();
    }

    private static boolean hasUnitTeacher(Problem<Network> problem) {
        if (problem.start() instanceof Start.Random) {
            return true;
        }
        int p = problem.width();
        return Math.abs(Starts.gram(problem, 0, 0)[0][p][p] - 1) <= UNIT_NORM_TOLERANCE;
    }

    /** A problem whose model is known to be a network. */
    static Problem<Network> networkProblem(Problem<?> problem) {
        return new Problem<>(
                (Network) problem.model(), problem.rule(), problem.dimension(), problem.start(), problem.horizon());
    }
}
