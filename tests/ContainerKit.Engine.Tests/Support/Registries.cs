namespace ContainerKit.Engine.Tests.Support;

/// <summary>The registries that eng/up.sh starts. Where somebody else's engine is used there are none, and their tests are skipped.</summary>
internal static class Registries
{
    public static string Open => Address("CONTAINERKIT_REGISTRY");

    public static string WithPassword => Address("CONTAINERKIT_AUTH_REGISTRY");

    public static string WithTls => Address("CONTAINERKIT_TLS_REGISTRY");

    public static string User => Address("CONTAINERKIT_AUTH_USER");

    public static string Password => Address("CONTAINERKIT_AUTH_PASSWORD");

    private static string Address(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"{variable} is not set: this test needs the registries that eng/up.sh starts beside an engine of its own.");
        return value!;
    }
}
