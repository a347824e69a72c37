namespace ContainerKit.Testing.Fixtures;

/// <summary>A container by the name it has in its fixture.</summary>
internal sealed record NamedContainer(string Name, Container Container)
{
    public override string ToString() => Name == Container.Name ? Container.ToString() : $"{Name}, {Container}";
}
