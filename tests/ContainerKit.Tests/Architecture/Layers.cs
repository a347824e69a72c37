namespace ContainerKit.Tests.Architecture;

/// <summary>Assigns a layer to each type of the library and finds the references that lead upwards.</summary>
internal static class Layers
{
    private static readonly Dictionary<string, Layer> _namespaces = new()
    {
        ["ContainerKit.Json"] = Layer.Foundation,
        ["ContainerKit.Diagnostics"] = Layer.Foundation,
        ["ContainerKit.Timing"] = Layer.Foundation,
        ["ContainerKit.Http"] = Layer.Http,
        ["ContainerKit.Discovery"] = Layer.Http,
        ["ContainerKit.Sessions"] = Layer.Sessions,
        ["ContainerKit.Cleanup"] = Layer.Cleanup,
        ["ContainerKit.Waiting.Conditions"] = Layer.Data,
        ["ContainerKit.Plans"] = Layer.Plans,
    };

    // The types whose namespace does not give their layer. All other public types in the namespace ContainerKit are
    // data, exceptions are foundation, and all other internal types are operations.
    private static readonly Dictionary<string, Layer> _types = new()
    {
        // Values that every layer names.
        ["CleanupReport"] = Layer.Foundation,
        ["DiagnosedSetting"] = Layer.Foundation,
        ["DockerEngineOptions"] = Layer.Foundation,
        ["EndpointAttempt"] = Layer.Foundation,
        ["ImageReference"] = Layer.Foundation,
        ["ImageReferenceParser"] = Layer.Foundation,

        // The contract by which a type of the user takes part in cleanup.
        ["IResourceOwner"] = Layer.Cleanup,

        // Errors that carry data.
        ["AmbiguousContainerException"] = Layer.Data,
        ["ExecFailedException"] = Layer.Data,
        ["ExecTimeoutException"] = Layer.Data,
        ["PortConflictException"] = Layer.Data,
        ["RunFailedException"] = Layer.Data,

        // Parsers and validators of data. They know no engine.
        ["Addresses"] = Layer.Data,
        ["CollectedOutput"] = Layer.Data,
        ["DetachKeySequence"] = Layer.Data,
        ["GrowingBuffer"] = Layer.Data,
        ["HostFile"] = Layer.Data,
        ["ImageIdText"] = Layer.Data,
        ["MacAddresses"] = Layer.Data,
        ["OutputWriter"] = Layer.Data,
        ["PlatformName"] = Layer.Data,
        ["RegistryName"] = Layer.Data,
        ["ResourceLimits"] = Layer.Data,
        ["RestartPolicyNames"] = Layer.Data,
        ["Signals"] = Layer.Data,
        ["AnsiEscapeFilter"] = Layer.Data,
        ["SpecValidation"] = Layer.Data,

        // A record that is reported, not a plan.
        ["PlanProgress"] = Layer.Data,
        ["PlanProgressKind"] = Layer.Data,

        // Parts of plans, and contracts of steps.
        ["CreatedContainerExtensions"] = Layer.Plans,
        ["IContainerCreation"] = Layer.Plans,
        ["IImageSource"] = Layer.Plans,
        ["Plan"] = Layer.Plans,
        ["PlanFailure"] = Layer.Plans,
        ["StepContext"] = Layer.Plans,

        ["ConsoleResult"] = Layer.Handles,
        ["Container"] = Layer.Handles,
        ["ContainerSummaryExtensions"] = Layer.Handles,
        ["Image"] = Layer.Handles,
        ["ImageDetailsExtensions"] = Layer.Handles,
        ["ImageSummaryExtensions"] = Layer.Handles,
        ["WaitExtensions"] = Layer.Handles,
        ["Network"] = Layer.Handles,
        ["Terminal"] = Layer.Handles,
        ["TerminalShell"] = Layer.Handles,
        ["Volume"] = Layer.Handles,

        ["CleanupSession"] = Layer.Engine,
        ["DockerEngine"] = Layer.Engine,
    };

    /// <summary>Gets the layer of a top-level type of the library.</summary>
    public static Layer Of(Type type)
    {
        if (_types.TryGetValue(type.Name, out var layer)) return layer;
        if (DerivesFromPlanOrStep(type)) return Layer.Plans;
        if (type.Namespace != "ContainerKit") return _namespaces.GetValueOrDefault(type.Namespace ?? "", Layer.Operations);
        return type.IsAssignableTo(typeof(Exception)) ? Layer.Foundation : Layer.Data;
    }

    /// <summary>Gets the references from a type to a type of a higher layer, each as <c>Lower -> Higher</c>.</summary>
    public static IReadOnlyList<string> GetViolations(TypeGraph graph, Func<string, Layer> layerOf) =>
    [
        .. from type in graph.Types
           from other in graph.GetReferences(type)
           where layerOf(other) > layerOf(type)
           select $"{GetShortName(type)} -> {GetShortName(other)}",
    ];

    private static bool DerivesFromPlanOrStep(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Step" or "Plan`1") return true;
        }

        return false;
    }

    private static string GetShortName(string type) => type[(type.LastIndexOf('.') + 1)..];
}
