namespace ContainerKit.Tests.Architecture.LayerFixture;

/// <summary>A type of a lower layer that names one of a higher layer, which the layer check must find.</summary>
internal sealed class LowerType
{
    // In a lambda in an async method: the compiler moves the reference into nested types.
    public static async Task<string> DescribeAsync()
    {
        await Task.Yield();
        Func<string> describe = () => typeof(HigherType).Name;
        return describe();
    }
}

/// <summary>A type of a higher layer.</summary>
internal sealed class HigherType
{
    public static LowerType Create() => new();
}
