namespace ContainerKit.Tests.Architecture;

/// <summary>Checks on the types and calls of the compiled library.</summary>
public sealed class StructureTests
{
    private const int LargestTypeCycle = 0;

    // The references that lead upwards today. The list may only shrink.
    private static readonly string[] s_exceptions =
    [
    ];

    private static readonly string s_library = typeof(Container).Assembly.Location;

    [Fact]
    public void No_type_names_a_type_of_a_higher_layer() =>
        Layers.GetViolations(TypeGraph.Read(s_library), type => Layers.Of(typeof(Container).Assembly.GetType(type, throwOnError: true)!))
            .Should().BeEquivalentTo(s_exceptions, "a lower layer must not depend on a higher one, and an exception that is no longer needed must go");

    [Fact]
    public void Layer_check_finds_a_reference_to_a_higher_layer() =>
        Layers.GetViolations(
                TypeGraph.Read(typeof(StructureTests).Assembly.Location),
                type => type.EndsWith(".LayerFixture.LowerType", StringComparison.Ordinal) ? Layer.Foundation : Layer.Http)
            .Should().Equal("LowerType -> HigherType");

    [Fact]
    public void Type_cycle_is_found_through_lambdas_and_async_methods() =>
        TypeGraph.Read(typeof(StructureTests).Assembly.Location).GetCycleOf("ContainerKit.Tests.Architecture.LayerFixture.LowerType")
            .Should().Equal("ContainerKit.Tests.Architecture.LayerFixture.HigherType", "ContainerKit.Tests.Architecture.LayerFixture.LowerType");

    [Fact]
    public void Largest_type_cycle_is_at_most_N()
    {
        var cycle = TypeGraph.Read(s_library).GetLargestCycle();

        cycle.Should().HaveCountLessThanOrEqualTo(LargestTypeCycle, "these types depend on each other: {0}", string.Join(", ", cycle));
    }

    [Fact]
    public void Container_StopAsync_reaches_the_HTTP_library_in_at_most_7_methods()
    {
        using var calls = new CallGraph(s_library);

        var path = calls.FindShortestPath("Container.StopAsync/1", "System.Net.Http.HttpMessageInvoker.SendAsync");

        path.Should().HaveCountLessThanOrEqualTo(7, "the path is {0}", string.Join(" -> ", path)).And.NotBeEmpty();
    }
}
