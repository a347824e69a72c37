namespace ContainerKit.Testing.Fixtures;

/// <summary>A container with its name in the fixture.</summary>
internal sealed record NamedContainer(string Name, Container Container)
{
    public override string ToString() =>
        Container.Name.StartsWith(Name, StringComparison.Ordinal) ? Container.ToString() : $"{Name}, {Container}";
}
