namespace ContainerKit.Swarm.Stacks;

/// <summary>The names and labels of the objects of a stack, which are those of <c>docker stack</c>.</summary>
// https://github.com/docker/cli/blob/v20.10.24/cli/compose/convert/compose.go
internal sealed class StackNames(string stack)
{
    /// <summary>The label with the name of the stack.</summary>
    public const string Label = "com.docker.stack.namespace";

    /// <summary>The name of the network for services without networks.</summary>
    public const string DefaultNetwork = "default";

    /// <summary>The label as a filter.</summary>
    public string Filter => $"{Label}={stack}";

    /// <summary>Returns the name of an object in the swarm.</summary>
    public string For(string name) => $"{stack}_{name}";

    /// <summary>Adds the label of the stack to other labels.</summary>
    public IReadOnlyDictionary<string, string> AddLabel(IReadOnlyDictionary<string, string> labels) =>
        new Dictionary<string, string>(labels) { [Label] = stack };

    /// <summary>Indicates whether an object with these labels is part of the stack.</summary>
    public bool Owns(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(Label) == stack;
}
