using ContainerKit.Tests.Architecture.LayerFixture;

namespace ContainerKit.Tests.Architecture;

/// <summary>Checks on the types and calls of the compiled library.</summary>
public sealed class StructureTests
{
    // Today's value, which may only shrink: about 12 public handles, plans and the facade have to depend on each other.
    private const int LargestTypeCycle = 13;

    // The references that lead upwards today. The list may only shrink.
    private static readonly string[] _exceptions =
    [
        // The public API itself: a plan returns handles, and a handle returns its engine.
        "Container -> DockerEngine",
        "ContainerPlan -> ConsoleResult",
        "ContainerPlan -> Container",
        "ContainerPlan -> DockerEngine",
        "ContainerPlan -> Terminal",
        "Image -> DockerEngine",
        "ImagePlan -> DockerEngine",
        "ImagePlan -> Image",
        "Network -> DockerEngine",
        "Plan -> Container",
        "Plan -> Image",
        "Plan`1 -> Container",
        "Plan`1 -> DockerEngine",
        "Plan`1 -> Image",
        "StepContext -> DockerEngine",
        "Volume -> DockerEngine",

        // A console shows a terminal, which is a handle, and its result names the container.
        "ConsoleSession -> ConsoleResult",
        "ConsoleSession -> Container",
        "ConsoleSession -> DockerEngine",
        "ConsoleSession -> Terminal",
        "InteractiveStep -> ConsoleResult",
        "InteractiveStep -> Terminal",

        // An operation that creates a resource records it in the context of the plan.
        "BaseImages -> PlanContext",
        "ContainerOperations -> PlanContext",
        "ContainerOperations -> ResourceCreation",
        "ImageArchive -> PlanContext",
        "ImageOperations -> PlanContext",
        "LogForwarder -> PlanContext",
        "NetworkOperations -> PlanContext",
        "NetworkOperations -> ResourceCreation",
        "VolumeOperations -> PlanContext",
        "VolumeOperations -> ResourceCreation",
        "VolumeSnapshotter -> PlanContext",
    ];

    private static readonly string _library = typeof(Container).Assembly.Location;

    [Fact]
    public void No_type_names_a_type_of_a_higher_layer()
    {
        var violations = Layers.GetViolations(
            TypeGraph.Read(_library), type => Layers.Of(typeof(Container).Assembly.GetType(type, throwOnError: true)!));

        var unexpected = violations.Except(_exceptions).ToList();
        var outdated = _exceptions.Except(violations).ToList();
        unexpected.Should().BeEmpty("a lower layer must not depend on a higher one, but:\n{0}", string.Join('\n', unexpected));
        outdated.Should().BeEmpty("these exceptions are no longer needed:\n{0}", string.Join('\n', outdated));
    }

    [Fact]
    public void Layer_check_finds_a_reference_to_a_higher_layer() =>
        Layers.GetViolations(
                TypeGraph.Read(typeof(LowerType).Assembly.Location),
                type => type == typeof(LowerType).FullName ? Layer.Foundation : Layer.Http)
            .Should().Equal("LowerType -> HigherType");

    [Fact]
    public void Type_cycle_is_found_through_lambdas_and_async_methods() =>
        TypeGraph.Read(typeof(LowerType).Assembly.Location).GetCycleOf(typeof(LowerType).FullName!)
            .Should().Equal(typeof(HigherType).FullName, typeof(LowerType).FullName);

    [Fact]
    public void Largest_type_cycle_is_at_most_13_types()
    {
        var cycle = TypeGraph.Read(_library).GetLargestCycle();

        cycle.Should().HaveCountLessThanOrEqualTo(LargestTypeCycle, "these types form a cycle: {0}", string.Join(", ", cycle));
    }

    [Fact]
    public void Container_StopAsync_reaches_the_HTTP_library_in_at_most_7_methods()
    {
        using var calls = new CallGraph(_library);

        var path = calls.FindShortestPath("Container.StopAsync/1", "System.Net.Http.HttpMessageInvoker.SendAsync");

        path.Should().NotBeEmpty().And.HaveCountLessThanOrEqualTo(7, "the path is {0}", string.Join(" -> ", path));
    }
}
