import java.util.List;
import org.hipparchus.CalculusFieldElement;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Objective;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** An objective of one's own on data of a power-law covariance: phase retrieval by a loss that grows no faster than x², only f written. */
public final class RobustPhase implements Objective {

    /** √(1 + (r² − r*²)²) − 1. */
    @Override
    public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise) {
        T difference = student[0].multiply(student[0]).subtract(teacher[0] * teacher[0]);
        return difference.multiply(difference).add(1).sqrt().subtract(1);
    }

    public static Problem<ObjectiveModel> problem() {
        return Problem.of(ObjectiveModel.of("robust-phase", 1, 1, new RobustPhase())
                        .withRiskFloor(0)
                        .withCovariance(Covariance.powerLaw(0.5)))
                .rule(TrainingRule.plain(0.1))
                .dimension(400)
                .start(Start.random(1))
                .until(Horizon.tau(10));
    }

    public static List<String> methods() {
        return List.of("ode", "reduced", "sgd");
    }

    public static void main(String... arguments) {
        Comparison.of(problem(), RunSettings.defaults(), new Ode(), new ReducedSgd(), new RawSgd())
                .verdicts()
                .forEach(verdict -> System.out.println(verdict.sentence()));
    }
}
