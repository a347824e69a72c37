namespace ContainerKit.Testing.DemoShared;

/// <summary>A container that starts, and whose initialization throws then.</summary>
public sealed class UnseededContainer : DemoContainer
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await LogAsync("relation is missing");
        throw new InvalidOperationException("the migration failed");
    }
}
