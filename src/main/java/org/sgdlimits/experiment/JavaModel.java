package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.analysis.DataTask;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ModelTask;
import org.sgdlimits.leastsquares.LeastSquaresMethod;
import org.sgdlimits.leastsquares.LeastSquaresProblem;
import org.sgdlimits.leastsquares.ModesOnce;
import org.sgdlimits.leastsquares.SpectrumMethod;
import org.sgdlimits.method.Clock;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.model.Problem;

/**
 * Compiles a model stated in a single Java file, and reads the experiment from it.
 *
 * <p>The file's top-level class bears the file's name and has
 *
 * <ul>
 *   <li>{@code public static Problem<?> problem()}: model, training rule, dimension, start and horizon; or {@code public static
 *       LeastSquaresProblem problem()}: a data matrix, its target and how they are trained;
 *   <li>optionally {@code public static RunSettings settings()}: points, replicas, seed …; without it
 *       {@link RunSettings#defaults()};
 *   <li>optionally {@code public static List<String> methods()}: names of methods; without it those of ode, sde, reduced and sgd
 *       which the type of the model allows, or volterra and sgd;
 *   <li>optionally {@code public static ExitPlan exit()}: which exit times {@code sgdlimits exit} measures;
 *   <li>a {@code main}, so that it also runs by itself: {@code java -cp target/sgdlimits.jar models/java/X.java}.
 * </ul>
 *
 * <p>On the command line, {@code --set} changes only what says how the problem is run and the dimension
 * ({@code run.dimension}, {@code run.replicas}, …); everything else is stated in the source.
 */
public final class JavaModel {

    private JavaModel() {}

    /**
     * Compiles the source and calls its methods.
     *
     * @param file its name, for messages and for the name of its class
     * @throws UserError if it does not compile, lacks {@code problem()}, or that throws
     */
    public static Experiment read(String file, String text, List<Setting> settings) {
        ObjectNode root = Json.object();
        Fields run = new Fields(new Source(file, settings), "run", root.putObject("run"));
        for (Setting setting : settings) {
            if (!setting.key().startsWith("run.")
                    || !RunSection.SETTINGS_KEYS.contains(setting.key().substring("run.".length()))) {
                throw new UserError(setting.option() + ": a Java model states this in its source, " + file
                        + "; what can be set is run." + String.join(", run.", RunSection.SETTINGS_KEYS));
            }
            setting.apply(root);
        }
        String name = ModelFile.stem(file);
        Class<?> type = InMemoryCompiler.compile(file, name, text);
        RunSettings defaults = call(file, type, "settings", RunSettings.class, RunSettings.defaults());
        return statesData(type)
                ? ofData(name, file, type, run, defaults, statement(file, text, root))
                : ofModel(name, file, type, run, defaults, statement(file, text, root));
    }

    private static boolean statesData(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("problem")
                        && method.getParameterCount() == 0
                        && method.getReturnType() == LeastSquaresProblem.class);
    }

    private static Experiment ofData(
            String name, String file, Class<?> type, Fields run, RunSettings defaults, ObjectNode statement) {
        run.only(RunSection.DATA_SETTINGS_KEYS);
        LeastSquaresProblem problem = call(file, type, "problem", LeastSquaresProblem.class, null);
        RunSettings settings = RunSection.settings(run, defaults);
        ModesOnce spectrum = new ModesOnce(SpectrumMethod.automatic(settings.seed()));
        List<LeastSquaresMethod> methods =
                DataMethods.read(run, methodNames(file, type, DataMethods.DEFAULTS), problem, spectrum);
        return new Experiment(
                name,
                file,
                new DataTask(problem, "rows given in " + ModelFile.stem(file) + ".java", methods, spectrum),
                settings,
                Optional.empty(),
                Optional.empty(),
                statement);
    }

    private static Experiment ofModel(
            String name, String file, Class<?> type, Fields run, RunSettings defaults, ObjectNode statement) {
        Problem<?> stated = call(file, type, "problem", Problem.class, null);
        long dimension = run.whole("dimension", 1, Long.MAX_VALUE, stated.dimension());
        Problem<?> problem = run.source().build("", () -> stated.dimension(dimension));
        run.source().build("run.horizon", () -> Clock.of(problem).tau(problem.horizon()));
        RunSettings result = RunSection.settings(run, defaults);
        List<Method<?>> methods = Methods.read(run, methodNames(file, type, Methods.defaults(problem)), problem);
        Optional<ExitPlan> exit = call(file, type, "exit", ExitPlan.class);
        return new Experiment(name, file, new ModelTask(problem, methods), result, exit, Optional.empty(), statement);
    }

    private static ObjectNode statement(String file, String text, ObjectNode root) {
        ObjectNode model = Json.object();
        model.put("file", ModelFile.stem(file) + ".java").put("text", text).set("run", root.get("run"));
        ObjectNode statement = Json.object();
        statement.set("javaModel", model);
        return statement;
    }

    private static List<String> methodNames(String file, Class<?> type, List<String> defaults) {
        List<?> names = call(file, type, "methods", List.class, defaults);
        return names.stream().map(String::valueOf).toList();
    }

    /** Calls a static method of the file's class; a null fallback makes it a required one. */
    private static <T> T call(String file, Class<?> type, String name, Class<T> result, T fallback) {
        Optional<T> value = call(file, type, name, result);
        if (value.isEmpty() && fallback == null) {
            throw new UserError(
                    file + ": expected " + signature(result, name) + " in class " + type.getName() + ", found none");
        }
        return value.orElse(fallback);
    }

    private static String signature(Class<?> result, String name) {
        return "public static " + result.getSimpleName() + " " + name + "()";
    }

    /** Calls a static method of the file's class, if there is one of that name. */
    private static <T> Optional<T> call(String file, Class<?> type, String name, Class<T> result) {
        try {
            java.lang.reflect.Method method = type.getDeclaredMethod(name);
            if (!Modifier.isPublic(method.getModifiers())
                    || !Modifier.isStatic(method.getModifiers())
                    || !result.isAssignableFrom(method.getReturnType())) {
                throw new UserError(file + ": expected " + signature(result, name) + ", got " + method);
            }
            method.setAccessible(true);
            Object value = method.invoke(null);
            if (value == null) {
                throw new UserError(file + ": " + name + "() returned null; expected a " + result.getSimpleName());
            }
            return Optional.of(result.cast(value));
        } catch (NoSuchMethodException missing) {
            return Optional.empty();
        } catch (InvocationTargetException thrown) {
            throw thrown(file, name, thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static UserError thrown(String file, String method, Throwable cause) {
        String simpleName = ModelFile.stem(file) + ".java";
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (simpleName.equals(frame.getFileName())) {
                return new UserError(file + ":" + frame.getLineNumber() + ": " + describe(method, cause), cause);
            }
        }
        return new UserError(file + ": " + describe(method, cause), cause);
    }

    private static String describe(String method, Throwable cause) {
        return cause instanceof IllegalArgumentException ? cause.getMessage() : method + "() threw " + cause;
    }
}
