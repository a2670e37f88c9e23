import org.hipparchus.CalculusFieldElement;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Sde;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.ActivationFormula;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * First way to state a model, a network: here with an activation of one's own, x + x³/30, of which only the formula is written.
 *
 * <p>{@code sgdlimits compare models/java/CubicLink.java}, or by itself {@code java -cp target/sgdlimits.jar
 * models/java/CubicLink.java}.
 */
public final class CubicLink implements ActivationFormula {

    @Override
    public <T extends CalculusFieldElement<T>> T value(T x) {
        return x.add(x.pow(3).divide(30));
    }

    public static Problem<Network> problem() {
        Activation link = Activation.differentiated("x + x^3/30", new CubicLink());
        return Problem.of(Network.student(1, link).teacher(1, link).labelNoise(0.1))
                .rule(TrainingRule.spherical(0.1))
                .dimension(500)
                .start(Start.overlap(0.3))
                .until(Horizon.flowTime(1));
    }

    public static RunSettings settings() {
        return RunSettings.defaults().withPoints(50).withReplicas(32);
    }

    public static void main(String... arguments) {
        Comparison comparison =
                Comparison.of(problem(), settings(), new Ode(), new Sde(), new ReducedSgd(), new RawSgd());
        comparison.verdicts().forEach(verdict -> System.out.println(verdict.sentence()));
    }
}
