namespace ContainerKit.Tests.Architecture;

/// <summary>Assigns a layer to each type of the library and finds the references that lead upwards.</summary>
internal static class Layers
{
    private static readonly Type[] s_handles =
    [
        typeof(Container), typeof(Image), typeof(Network), typeof(Volume), typeof(Terminal), typeof(TerminalShell), typeof(ConsoleResult),
        typeof(ContainerSummaryExtensions), typeof(ImageSummaryExtensions),
    ];

    private static readonly Dictionary<string, Layer> s_namespaces = new()
    {
        ["ContainerKit.Json"] = Layer.Foundation,
        ["ContainerKit.Diagnostics"] = Layer.Foundation,
        ["ContainerKit.Timing"] = Layer.Foundation,
        ["ContainerKit.Http"] = Layer.Http,
        ["ContainerKit.Discovery"] = Layer.Http,
        ["ContainerKit.Sessions"] = Layer.Sessions,
        ["ContainerKit.Cleanup"] = Layer.Cleanup,
        ["ContainerKit.Plans"] = Layer.Plans,
    };

    /// <summary>Gets the layer of a top-level type of the library.</summary>
    public static Layer Of(Type type)
    {
        if (type == typeof(DockerEngine)) return Layer.Engine;
        if (s_handles.Contains(type)) return Layer.Handles;
        if (IsPlan(type)) return Layer.Plans;
        if (type.Namespace != "ContainerKit") return s_namespaces.GetValueOrDefault(type.Namespace ?? "", Layer.Operations);
        var isFoundation = type.IsAssignableTo(typeof(Exception)) || type == typeof(DockerEngineOptions) || type == typeof(EndpointAttempt);
        return isFoundation ? Layer.Foundation : Layer.Data;
    }

    /// <summary>Gets the references from a type to a type of a higher layer, each as <c>Lower -> Higher</c>.</summary>
    public static IReadOnlyList<string> GetViolations(TypeGraph graph, Func<string, Layer> layerOf) =>
    [
        .. from type in graph.Types
           from other in graph.GetReferences(type)
           where layerOf(other) > layerOf(type)
           select $"{GetShortName(type)} -> {GetShortName(other)}",
    ];

    private static bool IsPlan(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Step" or "Plan" or "Plan`1") return true;
        }

        return type == typeof(PlanProgress) || type == typeof(PlanProgressKind) || type == typeof(IResourceOwner);
    }

    private static string GetShortName(string type) => type[(type.LastIndexOf('.') + 1)..];
}
