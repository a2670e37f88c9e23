import java.util.List;
import org.hipparchus.CalculusFieldElement;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Objective;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Second way to state a model, an objective: robust regression, of which only the loss is written; its gradient comes from
 * automatic differentiation and every expectation from quadrature.
 *
 * <p>The loss is the smooth form of Huber's, √(1 + r²) − 1 of the residual r = λ − λ* − ξ/2: quadratic for small residuals,
 * linear for large ones.
 */
public final class Huber implements Objective {

    @Override
    public <T extends CalculusFieldElement<T>> T loss(T[] student, double[] teacher, double noise) {
        T residual = student[0].subtract(teacher[0] + 0.5 * noise);
        return residual.multiply(residual).add(1).sqrt().subtract(1);
    }

    public static Problem<ObjectiveModel> problem() {
        return Problem.of(ObjectiveModel.of("huber", 1, 1, new Huber()).withNoise())
                .rule(TrainingRule.plain(0.5))
                .dimension(500)
                .start(Start.zero())
                .until(Horizon.tau(10));
    }

    public static RunSettings settings() {
        return RunSettings.defaults().withPoints(25).withReplicas(40);
    }

    /** Without "sde", whose every step is a quadrature of the step's covariance over λ, λ* and ξ: {@code --methods ode,sde,sgd}. */
    public static List<String> methods() {
        return List.of("ode", "reduced", "sgd");
    }

    public static void main(String... arguments) {
        Comparison comparison = Comparison.of(problem(), settings(), new Ode(), new ReducedSgd(), new RawSgd());
        comparison.verdicts().forEach(verdict -> System.out.println(verdict.sentence()));
    }
}
