using System.Collections;
using System.Globalization;

namespace ContainerKit.Tests.Json;

/// <summary>Describes an object with all its public properties, for a comparison.</summary>
internal static class ObjectText
{
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        // Types of .NET have a value of their own, and properties that may throw, such as IPAddress.ScopeId.
        _ when value is not IEnumerable && value.GetType().Namespace?.StartsWith("ContainerKit", StringComparison.Ordinal) != true =>
            IsPair(value)
                ? $"{Describe(Get(value, "Key"))}: {Describe(Get(value, "Value"))}"
                : string.Create(CultureInfo.InvariantCulture, $"{value}"),
        IEnumerable items when value.GetType().Namespace?.StartsWith("ContainerKit", StringComparison.Ordinal) != true =>
            $"[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        Enum => value.ToString()!,
        _ => $"{value} {{ {string.Join(", ", value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name} = {Describe(property.GetValue(value))}"))} }}",
    };

    private static bool IsPair(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);
}
